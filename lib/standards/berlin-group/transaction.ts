import { z } from 'zod/v4';
import type { Money } from '../../models/money';
import {
	type Counterparty,
	providedId,
	transactionDates,
	type TransactionRow,
	type TransactionStatus,
} from '../../models/transaction';
import { readAs } from '../../models/unreadable';
import { bankReferences } from '../../sync/references';
import { readBalanceBeside } from '../kit/balance-beside';
import type { Around } from '../kit/direction';
import {
	isAbsent,
	leftOut,
	moneyIn,
	moneySchema,
	readCodeBeside,
	readDate,
	readDateBeside,
	readMoney,
	readMoneyBeside,
	readRateBeside,
	readTextBeside,
	recordOf,
	remarked,
	type Remarks,
	textOf,
} from '../kit/fields';
import { type FlowFields, readFlow } from '../kit/flow';
import { indicatorIn } from '../kit/indicators';
import type { Party } from '../kit/parties';
import { isCalledReturned, type Returned, returnedBy } from '../kit/returned';
import { remittanceOf } from './remittance';
import { partyOf } from './party';

const bookingsSchema = z.array(z.object({ transactionAmount: moneySchema }));

/** A row of account or card account transactions (banks mix the two). Its other fields are read by name. */
export type Booking = z.output<typeof bookingsSchema>[number] & Readonly<Record<string, unknown>>;

const codeParts = ['domain', 'family', 'subFamily'] as const;

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
	/** The account that was asked, and how the answer signs its amounts. */
	readonly around: Around;
}

export function toTransactionRow(booking: Booking, context: BookingContext): TransactionRow {
	const { around, status } = context;
	const remarks: Remarks = [];
	const code = readCodeBeside(
		booking.bankTransactionCode,
		codeParts,
		'bankTransactionCode',
		remarks,
	);
	const remittance = remittanceOf(booking, remarks);
	const { currency } = around.own;
	const money =
		moneyIn(booking.transactionAmount, currency) ??
		readMoney(booking.transactionAmount, `${context.path}.transactionAmount`, currency);
	const { amount, counterparty } = readFlow(
		new BookingFlow(booking, context, money.amount, code, remittance.text, remarks),
		around,
	);
	const exchange = exchangeOf(booking, remarks);
	const references = bankReferences(
		textOf(booking.transactionId),
		textOf(booking.entryReference),
		textOf(booking.cardTransactionId),
	);
	const dates = transactionDates(
		readDate(booking.bookingDate, context, 'bookingDate') ??
			readDate(booking.bookingDateTime, context, 'bookingDateTime'),
		readDateBeside(booking.valueDate, 'valueDate', remarks) ??
			readDateBeside(booking.valueDateTime, 'valueDateTime', remarks),
		readDateBeside(booking.transactionDate, 'transactionDate', remarks) ??
			readDateBeside(booking.transactionDateTime, 'transactionDateTime', remarks) ??
			readDateBeside(booking.executionDateTime, 'executionDateTime', remarks),
	);
	// Every key by name: spread into the literal, the same fields cost a third more of the whole reading.
	return {
		bankId: references.bankId,
		otherBankId: references.otherBankId,
		status,
		amount: { amount, currency: money.currency },
		date: dates.date,
		bookingDate: dates.bookingDate,
		valueDate: dates.valueDate,
		transactionDate: dates.transactionDate,
		counterparty: counterparty ?? merchantOf(booking, remarks),
		text: remittance.text,
		lines: remittance.lines,
		reference: remittance.reference,
		endToEndId: providedId(readTextBeside(booking.endToEndId, 'endToEndId', remarks)),
		mandateId: providedId(readTextBeside(booking.mandateId, 'mandateId', remarks)),
		creditorId: providedId(readTextBeside(booking.creditorId, 'creditorId', remarks)),
		bankTransactionCode: code,
		instructedAmount: exchange.instructedAmount,
		exchangeRate: exchange.rate,
		balanceAfter: balanceAfter(booking, around, remarks),
		remarks: remarked(remarks),
		raw: context.raw,
	};
}

/** One object a row and no functions of its own: what few rows are asked is made when they are. */
class BookingFlow implements FlowFields {
	readonly status: TransactionStatus;
	readonly written: unknown;
	readonly indicator: unknown;
	readonly creditor: Party;
	readonly debtor: Party;

	constructor(
		private readonly booking: Booking,
		private readonly context: BookingContext,
		readonly amount: string,
		private readonly code: string | undefined,
		private readonly text: string | undefined,
		remarks: Remarks,
	) {
		this.status = context.status;
		this.written = booking.transactionAmount.amount;
		this.indicator = indicatorIn(booking, booking.transactionAmount, 'creditDebitIndicator');
		this.creditor = partyOf(booking, 'creditor', remarks);
		this.debtor = partyOf(booking, 'debtor', remarks);
	}

	get indicatorPath(): string {
		return `${this.context.path}.creditDebitIndicator`;
	}

	returned(): Returned | undefined {
		const { proprietaryBankTransactionCode: proprietary } = this.booking;
		return returnedBy(this.code) ?? returnedBy(textOf(proprietary));
	}

	isCalledReturned(): boolean {
		const { additionalInformation: more } = this.booking;
		return isCalledReturned(this.text) || isCalledReturned(textOf(more));
	}

	get isStandingOrder(): boolean {
		const structured = recordOf(this.booking.additionalInformationStructured);
		return structured?.['standingOrderDetails'] !== undefined || /\bSTDO\b/.test(this.code ?? '');
	}
}

/** A balance by the standard, the bare money at some banks; some say debit beside it. */
function balanceAfter(
	{ balanceAfterTransaction: written }: Booking,
	{ own }: Around,
	remarks: Remarks,
): Money | undefined {
	if (isAbsent(written)) return undefined;
	const inside = recordOf(written)?.['balanceAmount'];
	return readBalanceBeside(
		isAbsent(inside) ? written : inside,
		indicatorIn(written, inside, 'creditDebitIndicator'),
		'balanceAfterTransaction',
		remarks,
		own.currency,
	);
}

function merchantOf({ cardAcceptorName }: Booking, remarks: Remarks): Counterparty | undefined {
	const name = readTextBeside(cardAcceptorName, 'cardAcceptorName', remarks);
	return name === undefined ? undefined : { name, source: 'cardAcceptorName' };
}

interface Exchange {
	readonly rate?: string | undefined;
	readonly instructedAmount?: Money | undefined;
}

const noExchange: Exchange = {};

/** `currencyExchange` is a list in the standard and one object at some banks (SEB v8). */
function exchangeOf(booking: Booking, remarks: Remarks): Exchange {
	const { originalAmount, exchangeRate, currencyExchange: listed } = booking;
	if (originalAmount === undefined && exchangeRate === undefined && listed === undefined)
		return noExchange;
	const original = readMoneyBeside(originalAmount, 'originalAmount', remarks);
	const written: unknown = Array.isArray(listed) ? listed[0] : listed;
	const exchange = recordOf(written);
	if (exchange === undefined && !isAbsent(written)) leftOut('currencyExchange', remarks);
	const rate = readRateBeside(
		exchange?.['exchangeRate'] ?? exchange?.['rate'] ?? exchangeRate,
		'exchangeRate',
		remarks,
	);
	if (original !== undefined || exchange === undefined) return { rate, instructedAmount: original };
	return { rate, instructedAmount: instructedOf(exchange, remarks) };
}

/** GoCardless and ING write `{ amount, currency }`, older banks the bare number beside `sourceCurrency`. */
function instructedOf(
	exchange: Readonly<Record<string, unknown>>,
	remarks: Remarks,
): Money | undefined {
	const { instructedAmount: written, sourceCurrency: currency } = exchange;
	const isBare = recordOf(written) === undefined && !isAbsent(written);
	const money = isBare ? { amount: written, currency } : written;
	return readMoneyBeside(money, 'currencyExchange.instructedAmount', remarks);
}
