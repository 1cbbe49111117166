import type { BookingStatus } from '../profile/reading';
import type { Limits } from '../profile/limits';
import { addDays } from '../models/dates';
import type { TransactionStatus } from '../models/transaction';

export interface Period {
	/** Inclusive, `YYYY-MM-DD`. */
	readonly dateFrom?: string;
	/** Inclusive, `YYYY-MM-DD`. */
	readonly dateTo?: string;
}

/**
 * A period in the parts that the bank takes, the oldest first: each day is in one part only, and none is left out.
 * One without a beginning is the bank's to choose, and stays whole. `today`: the last day there can be, where no end is
 * given.
 */
export function partsOf(
	{ dateFrom, dateTo }: Period,
	{ window }: Pick<Limits, 'window'>,
	today: string,
): readonly Period[] {
	const last = dateTo ?? today;
	const days = window?.days;
	if (days === undefined || dateFrom === undefined || dateFrom > last) {
		return [
			{
				...(dateFrom === undefined ? {} : { dateFrom }),
				...(dateTo === undefined ? {} : { dateTo }),
			},
		];
	}
	const parts: Period[] = [];
	for (let from = dateFrom; from <= last; from = addDays(from, days)) {
		const end = addDays(from, days - 1);
		// The last part keeps the end that was asked for, or none.
		if (end < last) parts.push({ dateFrom: from, dateTo: end });
		else parts.push({ dateFrom: from, ...(dateTo === undefined ? {} : { dateTo }) });
	}
	return parts;
}

/** What else may be asked for, the nearest first: it has at least the rows that are wanted. */
const wider: Readonly<Record<BookingStatus, readonly BookingStatus[]>> = {
	booked: ['booked', 'both', 'all'],
	pending: ['pending', 'both', 'all'],
	both: ['both', 'all'],
	information: ['information', 'all'],
	all: ['all', 'both'],
};

const has: Readonly<Record<BookingStatus, readonly TransactionStatus[]>> = {
	booked: ['booked'],
	pending: ['pending'],
	both: ['booked', 'pending'],
	information: ['information'],
	all: ['booked', 'pending', 'information'],
};

export interface StatusChoice {
	/** What the bank is asked for. */
	readonly asked: BookingStatus;
	/** What of it is wanted; absent: all of it. */
	readonly wanted?: ReadonlySet<TransactionStatus>;
	/** What is wanted and can't be had. */
	readonly missing: readonly TransactionStatus[];
}

/** `undefined`: the bank has nothing of what is wanted. */
export function statusFor(
	wanted: BookingStatus,
	{ statuses }: Pick<Limits, 'statuses'>,
): StatusChoice | undefined {
	if (statuses === undefined || statuses.includes(wanted)) return { asked: wanted, missing: [] };
	const covering = wider[wanted].find((each) => statuses.includes(each));
	const asked =
		covering ?? statuses.find((each) => has[each].some((one) => has[wanted].includes(one)));
	if (asked === undefined) return undefined;
	return {
		asked,
		wanted: new Set(has[wanted]),
		missing: has[wanted].filter((each) => !has[asked].includes(each)),
	};
}
