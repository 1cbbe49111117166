import type { Money } from './money';

export const transactionStatuses = ['booked', 'pending', 'information'] as const;

export type TransactionStatus = (typeof transactionStatuses)[number];

export interface Counterparty {
	readonly name?: string | undefined;
	readonly iban?: string | undefined;
	readonly bban?: string | undefined;
	/** Which field of the bank's answer the name was read from, e.g. `creditorName`. */
	readonly source?: string | undefined;
	/** It stands under the account's own number: a space or pot of it. */
	readonly isOwn?: true | undefined;
}

/**
 * A transaction as one page gives it, before the listing has numbered identical twins. Readers name every field,
 * `undefined` where the bank gave none: objects of one shape are made and read in half the time of many.
 */
export interface TransactionRow {
	/** The bank's own reference, where it gives one that can be trusted. */
	readonly bankId?: string | undefined;
	/** A second one that tells rows of one `bankId` apart: part of the id, not of an item. */
	readonly otherBankId?: string | undefined;
	readonly status: TransactionStatus;
	readonly amount: Money;
	/** The main date: booking, else value, else transaction date. `YYYY-MM-DD`. Absent only where the bank gives none. */
	readonly date?: string | undefined;
	readonly bookingDate?: string | undefined;
	readonly valueDate?: string | undefined;
	readonly transactionDate?: string | undefined;
	readonly counterparty?: Counterparty | undefined;
	/** All remittance lines as one string. */
	readonly text?: string | undefined;
	readonly lines?: readonly string[] | undefined;
	/** Structured creditor reference (RF, OCR, KID). */
	readonly reference?: string | undefined;
	readonly endToEndId?: string | undefined;
	readonly mandateId?: string | undefined;
	readonly creditorId?: string | undefined;
	/** ISO 20022 bank transaction code, e.g. `PMNT-RCDT-ESCT`. */
	readonly bankTransactionCode?: string | undefined;
	readonly instructedAmount?: Money | undefined;
	readonly exchangeRate?: string | undefined;
	readonly balanceAfter?: Money | undefined;
	/** What could not be read and is left out, or was put right: a sentence each, beginning with the bank's field. */
	readonly remarks?: readonly string[] | undefined;
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

/** What stands where there is no id: EPC rulebooks, SWIFT, forms that must be filled. */
const noId = /^(?:not[\s_-]?provided|nonref|[-._/*\s0]*)$/i;

/** An end-to-end id, mandate or creditor id that says something. */
export function providedId(id: string | undefined): string | undefined {
	return id === undefined || noId.test(id) ? undefined : id;
}
