import { z } from 'zod/v4';
import { parseAmount, parseCurrency, type Money } from '../../../models/money';
import { present } from '../../../models/present';
import {
	providedId,
	transactionDates,
	type TransactionRow,
	type TransactionStatus,
} from '../../../models/transaction';
import { trustedReference } from '../../../sync/identity';
import { chooseCounterparty } from '../counterparty';
import { anything, date, money, moneyOf, recordOf, textOf } from '../fields';
import { readRemittance } from '../remittance';

/** A row of account or card account transactions; banks mix the two. */
export const bookingSchema = z.object({
	transactionAmount: money,
	transactionId: anything,
	entryReference: anything,
	cardTransactionId: anything,
	endToEndId: anything,
	mandateId: anything,
	creditorId: anything,
	bookingDate: date,
	bookingDateTime: date,
	valueDate: date,
	valueDateTime: date,
	transactionDate: date,
	creditorName: anything,
	creditorAccount: anything,
	ultimateCreditor: anything,
	debtorName: anything,
	debtorAccount: anything,
	ultimateDebtor: anything,
	cardAcceptorName: anything,
	remittanceInformationUnstructured: anything,
	remittanceInformationUnstructuredArray: anything,
	remittanceInformationStructured: anything,
	remittanceInformationStructuredArray: anything,
	additionalInformation: anything,
	transactionDetails: anything,
	bankTransactionCode: anything,
	originalAmount: anything,
	currencyExchange: anything,
	exchangeRate: anything,
	balanceAfterTransaction: anything,
});

export type Booking = z.output<typeof bookingSchema>;

export interface BookingContext {
	/** As the bank sent it. */
	readonly raw: unknown;
	readonly status: TransactionStatus;
	/** IBAN of the account that was asked. */
	readonly ownIban?: string | undefined;
}

export function toTransactionRow(booking: Booking, context: BookingContext): TransactionRow {
	const { amount } = booking.transactionAmount;
	const exchange = exchangeOf(booking);
	return present<TransactionRow>({
		bankId:
			trustedReference(textOf(booking.transactionId)) ??
			trustedReference(textOf(booking.entryReference)) ??
			trustedReference(textOf(booking.cardTransactionId)),
		status: context.status,
		amount: booking.transactionAmount,
		...transactionDates(
			booking.bookingDate ?? booking.bookingDateTime,
			booking.valueDate ?? booking.valueDateTime,
			booking.transactionDate,
		),
		counterparty: counterpartyOf(booking, amount, context.ownIban),
		...remittanceOf(booking),
		endToEndId: providedId(textOf(booking.endToEndId)),
		mandateId: providedId(textOf(booking.mandateId)),
		creditorId: providedId(textOf(booking.creditorId)),
		bankTransactionCode: textOf(booking.bankTransactionCode),
		instructedAmount: exchange.instructedAmount,
		exchangeRate: exchange.rate,
		balanceAfter: moneyOf(recordOf(booking.balanceAfterTransaction)?.['balanceAmount']),
		raw: context.raw,
	});
}

function counterpartyOf(booking: Booking, amount: string, ownIban: string | undefined) {
	const creditor = partyOf(booking, 'creditorName', 'ultimateCreditor', booking.creditorAccount);
	const debtor = partyOf(booking, 'debtorName', 'ultimateDebtor', booking.debtorAccount);
	const party = chooseCounterparty(amount, creditor, debtor, ownIban);
	const merchant = textOf(booking.cardAcceptorName);
	return (
		party ?? (merchant === undefined ? undefined : { name: merchant, source: 'cardAcceptorName' })
	);
}

function partyOf(
	booking: Booking,
	nameField: 'creditorName' | 'debtorName',
	ultimateField: 'ultimateCreditor' | 'ultimateDebtor',
	account: unknown,
) {
	const name = textOf(booking[nameField]);
	if (name !== undefined) return { name, account, source: nameField };
	return { name: textOf(booking[ultimateField]), account, source: ultimateField };
}

function remittanceOf(booking: Booking) {
	return readRemittance({
		unstructured: booking.remittanceInformationUnstructured,
		unstructuredArray: booking.remittanceInformationUnstructuredArray,
		structured: booking.remittanceInformationStructured,
		structuredArray: booking.remittanceInformationStructuredArray,
		additional: textOf(booking.additionalInformation) ?? booking.transactionDetails,
	});
}

/** `currencyExchange` is a list in the standard and one object at some banks (SEB v8). */
function exchangeOf(booking: Booking): {
	rate?: string | undefined;
	instructedAmount?: Money | undefined;
} {
	const original = moneyOf(booking.originalAmount);
	const exchange = recordOf([booking.currencyExchange].flat()[0]);
	const rate = parseAmount(
		exchange?.['exchangeRate'] ?? exchange?.['rate'] ?? booking.exchangeRate,
	);
	if (original !== undefined || exchange === undefined) return { rate, instructedAmount: original };
	return { rate, instructedAmount: instructedOf(exchange) };
}

/** GoCardless and ING write `{ amount, currency }`, older banks the bare number beside `sourceCurrency`. */
function instructedOf(exchange: Readonly<Record<string, unknown>>): Money | undefined {
	const written = exchange['instructedAmount'];
	const amount = parseAmount(written);
	const currency = parseCurrency(exchange['sourceCurrency']);
	return (
		moneyOf(written) ??
		(amount !== undefined && currency !== undefined ? { amount, currency } : undefined)
	);
}
