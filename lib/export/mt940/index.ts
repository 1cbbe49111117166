import type { Writable } from 'node:stream';
import { BankError } from '../../errors';
import { isNegative } from '../../models/money';
import { differenceRemark, withoutDate, withoutOpening } from '../advice';
import { information, swiftText } from './information';
import { type BalanceLike, type ExportResult, type ExportSource, isBooked } from '../source';
import type { TransactionLike } from '../source';
import { daysOf, knownSpan, spanOf } from '../span';
import { writeStatements, type StatementFormat, type StatementHead } from '../statements';

/**
 * Streams SWIFT MT940: a statement for each account and currency, booked rows only. A statement starts with its opening
 * balance: until that is known the rows wait, compressed, in memory, and an account whose opening balance can't be
 * told from the bank's balances is left out and told. Text is kept to SWIFT's characters (é → e) and to the 390 that
 * field 86 holds.
 */
export async function writeMt940(
	source: ExportSource,
	sink: Writable,
	options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<ExportResult> {
	return writeStatements(mt940, source, sink, options.signal);
}

const mt940: StatementFormat = {
	name: 'MT940',
	begin: () => '',
	section: { begin: '', end: '' },
	refusal: ({ source }, totals) =>
		spanOf(totals) === undefined ? withoutOpening(source, totals) : undefined,
	remark: (_head, totals) => differenceRemark(totals),
	open: (head, totals) =>
		lines(
			`:20:${statementReference(head)}`,
			`:25:${accountNumber(head)}`,
			`:28C:${head.number}`,
			`:60F:${balance(knownSpan(head.source, totals).opening, head.currency, daysOf(head.source, totals).from)}`,
		),
	row: (row, head) => (isBooked(row) ? statementLine(row, head) : undefined),
	close: ({ balances, currency, source }, totals) => {
		const { to } = daysOf(source, totals);
		const available = balances.find(({ type }) => type === 'closingAvailable');
		return lines(
			`:62F:${balance(knownSpan(source, totals).closing, currency, to)}`,
			...(available === undefined ? [] : [`:64:${balanceField(available, to)}`]),
			'-',
		);
	},
	end: () => '',
	startsWithTotals: true,
};

const lines = (...all: readonly string[]): string => `${all.join('\r\n')}\r\n`;

const statementReference = ({ source, number }: StatementHead): string =>
	`${compactDay(source.madeAt.slice(0, 10))}-${number}`;

function accountNumber({ account }: StatementHead): string {
	const { iban, bban, maskedPan, accountId } = account;
	return swiftText(iban ?? bban ?? maskedPan ?? accountId).slice(0, 35);
}

/** `C260331EUR12,5`: at most 15 characters of amount. */
function balance(amount: string, currency: string, day: string): string {
	return `${isNegative(amount) ? 'D' : 'C'}${compactDay(day)}${currency}${commaAmount(amount)}`;
}

const balanceField = ({ amount, currency, referenceDate }: BalanceLike, day: string): string =>
	balance(amount, currency, referenceDate ?? day);

function statementLine(row: TransactionLike, { account }: StatementHead): string {
	const booked = row.bookingDate ?? row.date;
	const valueDate = row.valueDate ?? booked;
	if (valueDate === undefined) throw withoutDate('MT940', row, account);
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
