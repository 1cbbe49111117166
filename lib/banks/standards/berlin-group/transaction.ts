import { z } from 'zod/v4';
import { parseAmount, parseCurrency, type Money } from '../../../models/money';
import {
	providedId,
	transactionDates,
	type TransactionRow,
	type TransactionStatus,
} from '../../../models/transaction';
import { readAs } from '../../../models/unreadable';
import { trustedReference } from '../../../sync/identity';
import { chooseCounterparty, type Party } from '../counterparty';
import {
	codeOf,
	moneyOf,
	moneySchema,
	rateOf,
	readDate,
	readMoney,
	recordOf,
	textOf,
	textsOf,
} from '../fields';
import { withIndicator } from '../indicators';
import { readRemittance } from '../remittance';

const bookingsSchema = z.array(z.object({ transactionAmount: moneySchema }));

/** A row of account or card account transactions (banks mix the two). Its other fields are read by name. */
export type Booking = z.output<typeof bookingsSchema>[number] & Readonly<Record<string, unknown>>;

/** Checks the rows and hands back the bank's own: a million of them are not copied. */
export function readBookings(rows: unknown, path: string): readonly Booking[] {
	// That all is well is seen ten times faster than zod says it; what is wrong, zod says.
	if (!Array.isArray(rows) || !rows.every(hasAmount)) readAs(bookingsSchema, rows, path);
	return rows as readonly Booking[];
}

function hasAmount(row: unknown): boolean {
	const amount = recordOf(recordOf(row)?.['transactionAmount']);
	return amount !== undefined && 'amount' in amount;
}

export interface BookingContext {
	/** Where in the answer the row stands, for errors. */
	readonly path: string;
	/** As the bank sent it. */
	readonly raw: unknown;
	readonly status: TransactionStatus;
	/** IBAN of the account that was asked. */
	readonly ownIban?: string | undefined;
	/** Its currency, for amounts without one. */
	readonly currency?: string | undefined;
}

export function toTransactionRow(booking: Booking, context: BookingContext): TransactionRow {
	const amount = readRowMoney(booking, context);
	const exchange = exchangeOf(booking);
	const remittance = remittanceOf(booking);
	const dates = transactionDates(
		dateIn(booking, context, 'bookingDate', 'bookingDateTime'),
		dateIn(booking, context, 'valueDate', 'valueDateTime'),
		dateIn(booking, context, 'transactionDate', 'transactionDateTime', 'executionDateTime'),
	);
	// Every key by name: spread into the literal, the same fields cost a third more of the whole reading.
	return {
		bankId:
			trustedReference(textOf(booking.transactionId)) ??
			trustedReference(textOf(booking.entryReference)) ??
			trustedReference(textOf(booking.cardTransactionId)),
		status: context.status,
		amount,
		date: dates.date,
		bookingDate: dates.bookingDate,
		valueDate: dates.valueDate,
		transactionDate: dates.transactionDate,
		counterparty: counterpartyOf(booking, amount.amount, context.ownIban),
		text: remittance.text,
		lines: remittance.lines,
		reference: remittance.reference,
		endToEndId: providedId(textOf(booking.endToEndId)),
		mandateId: providedId(textOf(booking.mandateId)),
		creditorId: providedId(textOf(booking.creditorId)),
		bankTransactionCode: bankTransactionCode(booking.bankTransactionCode),
		instructedAmount: exchange.instructedAmount,
		exchangeRate: exchange.rate,
		balanceAfter: balanceAfter(booking.balanceAfterTransaction),
		raw: context.raw,
	};
}

/** Signed by the standard; some banks count without a sign and say `creditDebitIndicator` as ISO 20022 does. */
function readRowMoney(booking: Booking, { path, currency }: BookingContext): Money {
	const amountPath = `${path}.transactionAmount`;
	const money = readMoney(booking.transactionAmount, amountPath, currency);
	const inside = recordOf(booking.transactionAmount)?.['creditDebitIndicator'];
	const indicator = booking.creditDebitIndicator ?? inside;
	if (indicator === undefined || indicator === null) return money;
	const indicatorPath = `${path}.creditDebitIndicator`;
	return { ...money, amount: withIndicator(money.amount, indicator, indicatorPath) };
}

/** A balance by the standard, the bare money at some banks. */
function balanceAfter(balance: unknown): Money | undefined {
	return moneyOf(recordOf(balance)?.['balanceAmount']) ?? moneyOf(balance);
}

/** `PMNT-RDDT-ESDD`, or its three parts. */
function bankTransactionCode(code: unknown): string | undefined {
	const fields = recordOf(code);
	if (fields === undefined) return textOf(code);
	return codeOf(fields['domain'], fields['family'], fields['subFamily']) ?? textOf(fields['code']);
}

/** The first of the fields that the bank filled. */
function dateIn(
	booking: Booking,
	{ path }: BookingContext,
	...fields: readonly string[]
): string | undefined {
	for (const field of fields) {
		const date = readDate(booking[field], path, field);
		if (date !== undefined) return date;
	}
	return undefined;
}

function counterpartyOf(booking: Booking, amount: string, ownIban: string | undefined) {
	const creditor = toParty(
		nameIn(booking.creditorName) ?? nameIn(booking.creditor),
		'creditorName',
		booking.creditorAccount,
		nameIn(booking.ultimateCreditor),
		'ultimateCreditor',
	);
	const debtor = toParty(
		nameIn(booking.debtorName) ?? nameIn(booking.debtor),
		'debtorName',
		booking.debtorAccount,
		nameIn(booking.ultimateDebtor),
		'ultimateDebtor',
	);
	const party = chooseCounterparty(amount, creditor, debtor, ownIban);
	const merchant = textOf(booking.cardAcceptorName);
	return (
		party ?? (merchant === undefined ? undefined : { name: merchant, source: 'cardAcceptorName' })
	);
}

/** The party itself, else who stands behind it. */
const toParty = (
	name: string | undefined,
	source: string,
	account: unknown,
	ultimate: string | undefined,
	ultimateSource: string,
): Party =>
	name === undefined
		? { name: ultimate, account, source: ultimateSource }
		: { name, account, source };

/** A name, or a party that has one (openFinance 2). */
const nameIn = (party: unknown): string | undefined =>
	textOf(party) ?? textOf(recordOf(party)?.['name']);

/** openFinance 2 nests the fields in one. */
function remittanceOf(booking: Booking) {
	const nested = recordOf(booking.remittanceInformation);
	return readRemittance({
		unstructured:
			booking.remittanceInformationUnstructured ??
			nested?.['unstructured'] ??
			textsOf(booking.remittanceInformation),
		unstructuredArray: booking.remittanceInformationUnstructuredArray,
		structured: booking.remittanceInformationStructured ?? nested?.['structured'],
		structuredArray: booking.remittanceInformationStructuredArray,
		additional: [booking.additionalInformation, booking.transactionDetails].find(isText),
	});
}

const isText = (value: unknown): boolean =>
	Array.isArray(value) ? textsOf(value).length > 0 : textOf(value) !== undefined;

/** `currencyExchange` is a list in the standard and one object at some banks (SEB v8). */
function exchangeOf(booking: Booking): {
	rate?: string | undefined;
	instructedAmount?: Money | undefined;
} {
	const original = moneyOf(booking.originalAmount);
	const exchange = recordOf(firstOf(booking.currencyExchange));
	const rate = rateOf(exchange?.['exchangeRate'] ?? exchange?.['rate'] ?? booking.exchangeRate);
	if (original !== undefined || exchange === undefined) return { rate, instructedAmount: original };
	return { rate, instructedAmount: instructedOf(exchange) };
}

const firstOf = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);

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
