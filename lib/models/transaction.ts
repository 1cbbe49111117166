import type { Money } from './money';

export const transactionStatuses = ['booked', 'pending', 'information'] as const;

export type TransactionStatus = (typeof transactionStatuses)[number];

export interface Counterparty {
	readonly name?: string;
	readonly iban?: string;
	readonly bban?: string;
	/** Which field of the bank's answer the name was read from, e.g. `creditorName`. */
	readonly source?: string;
}

/** A transaction as one page gives it, before the listing has numbered identical twins. */
export interface TransactionRow {
	/** The bank's own reference, where it gives one that can be trusted. */
	readonly bankId?: string;
	readonly status: TransactionStatus;
	readonly amount: Money;
	/** The main date: booking, else value, else transaction date. `YYYY-MM-DD`. Absent only where the bank gives none. */
	readonly date?: string;
	readonly bookingDate?: string;
	readonly valueDate?: string;
	readonly transactionDate?: string;
	readonly counterparty?: Counterparty;
	/** All remittance lines as one string. */
	readonly text?: string;
	readonly lines?: readonly string[];
	/** Structured creditor reference (RF, OCR, KID). */
	readonly reference?: string;
	readonly endToEndId?: string;
	readonly mandateId?: string;
	readonly creditorId?: string;
	/** ISO 20022 bank transaction code, e.g. `PMNT-RCDT-ESCT`. */
	readonly bankTransactionCode?: string;
	readonly instructedAmount?: Money;
	readonly exchangeRate?: string;
	readonly balanceAfter?: Money;
	readonly raw: unknown;
}

export interface Transaction extends TransactionRow {
	/** Stable, versioned, the same after re-consent. See `lib/sync/identity`. */
	readonly id: string;
}

/** Every date the bank gave, and the main one: what the books say first, then value, then the purchase. */
export function transactionDates(
	bookingDate: string | undefined,
	valueDate: string | undefined,
	transactionDate: string | undefined,
) {
	return {
		date: bookingDate ?? valueDate ?? transactionDate,
		bookingDate,
		valueDate,
		transactionDate,
	};
}

/** An end-to-end id, mandate or creditor id that says something: `NOTPROVIDED` (EPC rulebooks) is none. */
export function providedId(id: string | undefined): string | undefined {
	return id === undefined || /^not[\s_-]?provided$/i.test(id) ? undefined : id;
}
