import { z } from 'zod/v4';
import { lastDayMeant, parseDate } from '../../models/dates';
import { dateOfInstant } from '../../models/instants';
import { isZero, type Money, parseAmount, parseCurrency } from '../../models/money';
import { unreadable } from '../../models/unreadable';

/*
 * What every standard's answers are made of. Strict where a guess would falsify the books (amounts, dates,
 * lists), easy-going elsewhere: a name that is a number is read, one that is an object is left in `raw`.
 */

/** A field that is only worth having as text: read it with `textOf`. */
export const anything = z.unknown();

/** Trimmed text; numbers as their digits; `undefined` for null, blank and everything else. */
export function textOf(value: unknown): string | undefined {
	if (typeof value === 'number' && Number.isFinite(value)) return String(value);
	if (typeof value !== 'string') return undefined;
	const text = value.trim();
	return text === '' ? undefined : text;
}

/** The texts of a list; a single text is a list of one. */
export function textsOf(value: unknown): readonly string[] {
	if (Array.isArray(value)) return value.map(textOf).filter((text) => text !== undefined);
	const text = textOf(value);
	return text === undefined ? [] : [text];
}

/** `undefined` where none of the parts is given. */
export function codeOf(...parts: readonly unknown[]): string | undefined {
	return (
		parts
			.map(textOf)
			.filter((part) => part !== undefined)
			.join('-') || undefined
	);
}

export function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as Readonly<Record<string, unknown>>)
		: undefined;
}

/** What .NET writes for no date. */
const noDate = '0001-01-01';

/**
 * A calendar date; null and blank are absent. For dates that a row stands by, the booking date above all: where it
 * stands, and the `field` there, are for the error.
 */
export function readDate(
	written: unknown,
	place: string | { readonly path: string },
	field?: string,
): string | undefined {
	if (written === undefined) return undefined;
	const date = dateIn(written);
	if (date !== undefined) return date === noDate ? undefined : date;
	if (isAbsent(written)) return undefined;
	const path = typeof place === 'string' ? place : place.path;
	throw unreadable(field === undefined ? path : `${path}.${field}`, 'is not a date');
}

export const isAbsent = (written: unknown): boolean =>
	written === undefined ||
	written === null ||
	(typeof written === 'string' && written.trim() === '');

const dateIn = (written: unknown): string | undefined =>
	parseDate(typeof written === 'number' ? String(written) : written) ?? dateOfInstant(written);

export function readAmount(written: unknown, path: string): string {
	const amount = parseAmount(written);
	if (amount === undefined) throw unreadable(path, whyNoAmount(written));
	return amount;
}

export function readCurrency(written: unknown, path: string): string {
	const currency = parseCurrency(written);
	if (currency === undefined) throw unreadable(path, whyNoCurrency(written));
	return currency;
}

/** A flag as JSON has it, or spelled out. */
export function flagOf(value: unknown): boolean | undefined {
	if (typeof value === 'boolean') return value;
	const word = textOf(value)?.toLowerCase();
	return word === 'true' ? true : word === 'false' ? false : undefined;
}

/** Shape of an amount with its currency; what they hold is `readMoney`'s to judge. */
export const moneySchema = z.looseObject({ amount: anything, currency: anything });

/** `accountCurrency`: the account's, for an amount that the bank leaves without one. */
export function readMoney(
	written: z.output<typeof moneySchema>,
	path: string,
	accountCurrency?: string,
): Money {
	return (
		moneyIn(written, accountCurrency) ?? {
			amount: readAmount(written.amount, `${path}.amount`),
			currency: readCurrencyOr(accountCurrency, written.currency, `${path}.currency`),
		}
	);
}

/** Where all is well, nobody need know where it stands: a million rows need no path. */
export function moneyIn(
	written: { readonly amount?: unknown; readonly currency?: unknown },
	accountCurrency?: string,
): Money | undefined {
	const amount = parseAmount(written.amount);
	if (amount === undefined) return undefined;
	const { currency: code } = written;
	const currency = parseCurrency(code) ?? parseCurrency(currencyOr(accountCurrency, code));
	return currency === undefined ? undefined : { amount, currency };
}

/** The account's currency where the bank writes none. */
export const readCurrencyOr = (
	accountCurrency: string | undefined,
	written: unknown,
	path: string,
): string => readCurrency(currencyOr(accountCurrency, written), path);

/** `XXX` is ISO 4217's word for none. */
function currencyOr(accountCurrency: string | undefined, written: unknown): unknown {
	const isNone = isAbsent(written) || textOf(written)?.toUpperCase() === 'XXX';
	return isNone ? (accountCurrency ?? written) : written;
}

/*
 * Fields beside the point: one that can't be read costs only itself, and the row says so.
 */

/** A date beside the booking date: one that can't be read costs only itself, and the row says so. */
export function readDateBeside(
	written: unknown,
	field: string,
	remarks: Remarks,
): string | undefined {
	if (written === undefined) return undefined;
	const date = dateIn(written);
	if (date !== undefined) return date === noDate ? undefined : date;
	if (isAbsent(written)) return undefined;
	const meant = lastDayMeant(textOf(written));
	if (meant === undefined) return leftOut(field, remarks);
	remarks.push(`${field}: ${textOf(written)} is no day of the calendar and is read as ${meant}`);
	return meant;
}

/** Text, or a number as its digits. */
export function readTextBeside(
	written: unknown,
	field: string,
	remarks: Remarks,
): string | undefined {
	return textOf(written) ?? (isAbsent(written) ? undefined : leftOut(field, remarks));
}

/** A flag as JSON has it, or spelled out. */
export function readFlagBeside(
	written: unknown,
	field: string,
	remarks: Remarks,
): boolean | undefined {
	return flagOf(written) ?? (isAbsent(written) ? undefined : leftOut(field, remarks));
}

/** A code as text, or in parts: `PMNT-RCDT-ESCT`. */
export function readCodeBeside(
	written: unknown,
	parts: readonly string[],
	field: string,
	remarks: Remarks,
): string | undefined {
	const fields = recordOf(written);
	if (fields === undefined) return readTextBeside(written, field, remarks);
	return codeOf(...parts.map((part) => fields[part])) ?? textOf(fields['code']);
}

/** Money beside the row's own: a balance after it, an original amount; in the account's currency where it names none. */
export function readMoneyBeside(
	written: unknown,
	field: string,
	remarks: Remarks,
	accountCurrency?: string,
): Money | undefined {
	const fields = recordOf(written);
	if (isAbsent(written) || (fields !== undefined && isAbsent(fields['amount']))) return undefined;
	const money = fields && moneyIn(fields, accountCurrency);
	return money ?? leftOut(field, remarks);
}

/** A rate as decimal digits. SEB writes some of them with a comma (`10,1200`, 2021). */
export function readRateBeside(
	written: unknown,
	field: string,
	remarks: Remarks,
): string | undefined {
	const text = typeof written === 'string' ? written.trim() : written;
	const rate = parseAmount(
		typeof text === 'string' ? text.replace(/^(\d+),(\d+)$/, '$1.$2') : text,
	);
	// American Express writes `0` where nothing was exchanged.
	if (rate !== undefined) return isZero(rate) ? undefined : rate;
	return isAbsent(written) ? undefined : leftOut(field, remarks);
}

/** What a row says of its own fields; empty at most rows. */
export type Remarks = string[];

/** A field beside the point that can't be read: the row is kept without it, and says so. */
export function leftOut(field: string, remarks: Remarks): undefined {
	remarks.push(`${field} can't be read and is left out`);
}

/** As a row carries them: absent where there are none. */
export const remarked = (remarks: Remarks): Remarks | undefined =>
	remarks.length === 0 ? undefined : remarks;

function whyNoAmount(written: unknown): string {
	if (written === undefined || written === null) return 'is missing';
	if (written === '') return 'is empty';
	if (typeof written === 'number') return 'is a number with more digits than can be trusted';
	return 'is not an amount';
}

function whyNoCurrency(written: unknown): string {
	if (written === undefined || written === null) return 'is missing';
	return written === '' ? 'is empty' : 'is not a currency code';
}
