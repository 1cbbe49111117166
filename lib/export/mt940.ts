import type { Writable } from 'node:stream';
import { BankError } from '../errors';
import { isNegative } from '../models/money';
import { DecimalSum } from './decimal-sum';
import type { CurrencyTotals } from './ledger';
import { information, swiftText } from './mt940/information';
import { isBooked } from './source';
import type { BalanceLike, ExportResult, ExportSource, TransactionLike } from './source';
import { writeStatements, type StatementFormat, type StatementHead } from './statements';

/**
 * Streams SWIFT MT940: a statement for each account and currency, booked rows only. A statement starts
 * with its opening balance; where it can't be told from the bank's balances the rows are refused
 * (`invalid-input`), and until it is known they wait, compressed, in memory. Text is kept to SWIFT's
 * characters (é → e) and to the 378 that field 86 holds.
 */
export async function writeMt940(
	source: ExportSource,
	sink: Writable,
	options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<ExportResult> {
	return writeStatements(mt940, source, sink, options.signal);
}

const mt940: StatementFormat = {
	begin: () => '',
	open: (head, totals) => {
		const opening = openingOf(head, totals);
		const day = totals?.firstDay ?? head.source.period?.from ?? head.source.madeAt.slice(0, 10);
		return lines(
			`:20:${statementReference(head)}`,
			`:25:${accountNumber(head)}`,
			`:28C:${head.number}`,
			`:60F:${balance(opening, head.currency, day)}`,
		);
	},
	row: (row) => (isBooked(row) ? statementLine(row) : undefined),
	close: (head, totals) => {
		const closing = DecimalSum.of(openingOf(head, totals), totals.net).toString();
		const { closing: bankBalance } = totals.reconciliation;
		const lastDay = totals.lastDay ?? head.source.madeAt.slice(0, 10);
		const day = laterOf(lastDay, bankBalance?.referenceDate);
		const available = head.balances.find(({ type }) => type === 'closingAvailable');
		return lines(
			`:62F:${balance(closing, head.currency, day)}`,
			...(available === undefined ? [] : [`:64:${balanceField(available, day)}`]),
			'-',
		);
	},
	end: () => '',
	startsWithTotals: true,
	hasEmptyStatement: (_head, totals) => totals.reconciliation.opening !== undefined,
};

const lines = (...all: readonly string[]): string => `${all.join('\r\n')}\r\n`;

const statementReference = ({ source, number }: StatementHead): string =>
	`${compactDay(source.madeAt.slice(0, 10))}-${number}`;

function accountNumber({ account }: StatementHead): string {
	const { iban, bban, maskedPan, accountId } = account;
	return swiftText(iban ?? bban ?? maskedPan ?? accountId).slice(0, 35);
}

function openingOf({ currency }: StatementHead, totals: CurrencyTotals | undefined): string {
	const opening = totals?.reconciliation.opening;
	if (opening !== undefined) return opening;
	throw new BankError(
		'invalid-input',
		`MT940 needs the balance before the first transaction in ${currency}, and it can't be told.`,
		{
			field: 'balances',
			nextStep:
				'Export straight from the bank with a period that ends today, or choose another format.',
		},
	);
}

/** `C260331EUR12,5`: at most 15 characters of amount. */
function balance(amount: string, currency: string, day: string): string {
	return `${isNegative(amount) ? 'D' : 'C'}${compactDay(day)}${currency}${commaAmount(amount)}`;
}

const balanceField = ({ amount, currency, referenceDate }: BalanceLike, day: string): string =>
	balance(amount, currency, referenceDate ?? day);

function statementLine(row: TransactionLike): string {
	const booked = row.bookingDate ?? row.date;
	const valueDate = row.valueDate ?? booked;
	if (valueDate === undefined) {
		throw new BankError(
			'invalid-input',
			`MT940 needs a date for ${row.id ?? 'every transaction'}.`,
			{
				field: 'date',
				nextStep: 'Choose another format.',
			},
		);
	}
	const entryDay = booked === undefined ? '' : compactDay(booked).slice(2);
	const mark = isNegative(row.amount) ? 'D' : 'C';
	const type = /^[NFS][A-Z0-9]{3}$/.exec(row.bankTransactionCode ?? '')?.[0] ?? 'NMSC';
	const bankReference = fitting(row.bankId);
	return lines(
		`:61:${compactDay(valueDate)}${entryDay}${mark}${commaAmount(row.amount)}${type}` +
			`${fitting(row.endToEndId) ?? 'NONREF'}${bankReference === undefined ? '' : `//${bankReference}`}`,
		...information(row),
	);
}

/** A reference that SWIFT can carry whole: 16 of its characters, without its own separator. */
function fitting(reference: string | undefined): string | undefined {
	const isWhole =
		reference !== undefined &&
		/^[A-Za-z0-9?:().,'+ /-]{1,16}$/.test(reference) &&
		!/\/\/|^\/|\/$/.test(reference);
	return isWhole ? reference : undefined;
}

const compactDay = (day: string): string => day.slice(2).replaceAll('-', '');

function commaAmount(amount: string): string {
	const text = amount.replace('-', '').replace('.', ',');
	const comma = text.includes(',') ? text : `${text},`;
	if (comma.length <= 15) return comma;
	throw new BankError(
		'invalid-input',
		'An amount is too long for MT940, which takes 15 characters.',
		{
			field: 'amount',
			nextStep: 'Choose another format.',
		},
	);
}

const laterOf = (left: string, right: string | undefined): string =>
	right !== undefined && right > left ? right : left;
