import type { BookingStatus } from './reading';

export interface Limits {
	/** Reads per rolling 24 h without the account holder, by endpoint (RTS Art. 36(5)(b)). */
	readonly unattended: {
		readonly perDay: number;
		/** What the bank counts by, besides the consent. */
		readonly per: 'account' | 'consent';
	};
	/** So long after a login everything may be read, as if the account holder were there (RTS Art. 10). */
	readonly freshMinutes?: number;
	/** How many days back an unattended listing may go later (RTS Art. 10a). */
	readonly staleDays?: number;
	/** How many days back there is anything at all. */
	readonly historyDays?: number;
	/** The most that one listing may have; what is longer is asked for in parts. */
	readonly window?: {
		/** Counted with both ends. */
		readonly days?: number;
		/**
		 * Rows of a listing with all its pages, where the bank cuts it off without a word. Counted as `transactions.read`
		 * gives them: it must leave none out (`statuses` says what can be asked for).
		 */
		readonly rows?: number;
	};
	/** What can be asked for; what else is wanted is picked out of the nearest, and what can't be had is said. Default: all. */
	readonly statuses?: readonly BookingStatus[];
	/** Calls of one connection at the same time. Default: as many as there are. */
	readonly parallel?: number;
	/** Shortest gap between two calls of one connection, ms. */
	readonly minimumGapMs?: number;
	/** Pages of one listing before the client refuses to go on. Default 10,000. */
	readonly maximumPages?: number;
}
