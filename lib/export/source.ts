/** What an export is made of. Nothing here holds more than a page: accounts and pages are pulled one by one. */
export interface ExportSource {
	/** ISO date-time with offset or `Z`. */
	readonly madeAt: string;
	/** The bank's name as the picker shows it. */
	readonly bank?: string;
	/** Inclusive `YYYY-MM-DD`; a missing `to` says that the listings reach up to `madeAt`. Absent: unknown. */
	readonly period?: ExportPeriod;
	/** Made of items: what is missing may be added to them. */
	readonly isOfItems?: boolean;
	readonly accounts: AsyncIterable<SourceAccount> | Iterable<SourceAccount>;
}

export type SourceAccount = ExportAccount | UnreadAccount;

/** An account that could not be read: it has a place in the file's words, not in its sums. */
export interface UnreadAccount {
	readonly account: AccountLike;
	/** Why, and what to do, in a sentence or two. */
	readonly unread: string;
}

export interface ExportPeriod {
	readonly from?: string | undefined;
	readonly to?: string | undefined;
}

export interface ExportAccount {
	readonly account: AccountLike;
	readonly balances: readonly BalanceLike[];
	/** Pages in the bank's order. */
	readonly transactions: Pages;
	/** The first page holds every transaction: sums are known before the first row is written. */
	readonly isOnePage?: boolean;
	/** What of it could not be read, a sentence each. */
	readonly remarks?: readonly string[];
}

export type Pages =
	| AsyncIterable<readonly TransactionLike[]>
	| Iterable<readonly TransactionLike[]>;

export interface AccountLike {
	readonly accountId: string;
	readonly name?: string | undefined;
	/** Compact, no blanks. */
	readonly iban?: string | undefined;
	readonly bban?: string | undefined;
	readonly maskedPan?: string | undefined;
	readonly bic?: string | undefined;
	readonly currency?: string | undefined;
	readonly product?: string | undefined;
	/** ISO 20022 cash account type, e.g. `CACC`. */
	readonly type?: string | undefined;
	readonly ownerName?: string | undefined;
}

export interface BalanceLike {
	/** Berlin Group name, e.g. `closingBooked`. */
	readonly type: string;
	readonly amount: string;
	readonly currency: string;
	/** `YYYY-MM-DD`. */
	readonly referenceDate?: string | undefined;
	readonly isBooked?: boolean | undefined;
	readonly isAvailable?: boolean | undefined;
}

/** A transaction item, whole or simplified: only amount and currency must be there. */
export interface TransactionLike {
	/** Decimal string, signed from the account's view. */
	readonly amount: string;
	readonly currency: string;
	readonly id?: string | undefined;
	/** The bank's own reference. */
	readonly bankId?: string | undefined;
	/** `booked`, `pending` or `information`; absent counts as booked. */
	readonly status?: string | undefined;
	/** Dates are `YYYY-MM-DD`. */
	readonly date?: string | undefined;
	readonly bookingDate?: string | undefined;
	readonly valueDate?: string | undefined;
	readonly transactionDate?: string | undefined;
	readonly counterpartyName?: string | undefined;
	readonly counterpartyIban?: string | undefined;
	readonly counterpartyBban?: string | undefined;
	/** All remittance lines as one string. */
	readonly text?: string | undefined;
	readonly lines?: readonly string[] | undefined;
	readonly reference?: string | undefined;
	readonly endToEndId?: string | undefined;
	readonly mandateId?: string | undefined;
	readonly creditorId?: string | undefined;
	readonly bankTransactionCode?: string | undefined;
	readonly instructedAmount?: string | undefined;
	readonly instructedCurrency?: string | undefined;
	readonly exchangeRate?: string | undefined;
	readonly balanceAfter?: string | undefined;
	/** What of it could not be read or was put right. */
	readonly remarks?: readonly string[] | undefined;
}

export type Language = 'en' | 'sv';

/** What every export says when it is done. */
export interface ExportResult {
	/** Transactions written. */
	readonly rows: number;
	readonly accounts: number;
	/** Transactions that the format has no place for, e.g. pending ones in a bank statement. */
	readonly leftOut: number;
	/** What is not in the file, or not as the bank has it; absent where there is nothing to say. */
	readonly remarks?: readonly string[];
}

export const isBooked = (transaction: TransactionLike): boolean =>
	transaction.status === undefined || transaction.status === 'booked';

/** The day a row counts on. */
export const dayOf = (transaction: TransactionLike): string | undefined =>
	transaction.bookingDate ??
	transaction.date ??
	transaction.valueDate ??
	transaction.transactionDate;
