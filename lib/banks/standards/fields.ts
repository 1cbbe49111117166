import { z } from 'zod/v4';
import { parseDate } from '../../models/dates';
import { type Money, parseAmount, parseCurrency } from '../../models/money';

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
	const texts = (Array.isArray(value) ? value : [value]).map(textOf);
	return texts.filter((text) => text !== undefined);
}

export function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as Readonly<Record<string, unknown>>)
		: undefined;
}

/** A calendar date; null and `''` are absent. */
export const date = z.unknown().transform((written, context) => {
	if (written === undefined || written === null || written === '') return undefined;
	const read = parseDate(written);
	if (read === undefined) context.addIssue({ code: 'custom', message: 'is not a date' });
	return read;
});

export const amount = z.unknown().transform((written, context): string => {
	const read = parseAmount(written);
	if (read !== undefined) return read;
	context.addIssue({ code: 'custom', message: whyNoAmount(written) });
	return z.NEVER;
});

export const currency = z.unknown().transform((written, context): string => {
	const read = parseCurrency(written);
	if (read !== undefined) return read;
	context.addIssue({ code: 'custom', message: whyNoCurrency(written) });
	return z.NEVER;
});

export const money = z.object({ amount, currency });

/** Money beside the point (a balance after the row, an original amount): unreadable is absent. */
export function moneyOf(value: unknown): Money | undefined {
	const fields = recordOf(value);
	const read = parseAmount(fields?.['amount']);
	const code = parseCurrency(fields?.['currency']);
	return read === undefined || code === undefined ? undefined : { amount: read, currency: code };
}

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
