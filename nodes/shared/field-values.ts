import type { INodeParameterResourceLocator } from 'n8n-workflow';
import { BankError } from '../../lib/errors';
import { redact } from '../../lib/http/redact';
import { settleSync } from '../../lib/outcome';

/*
 * What a field holds may come from an expression, which gives whatever it likes: another type, `null` for what is
 * missing. A value that a field can't have is refused by name, never taken for another one.
 */

/** Text, or a number as text; `''` where nothing was given. */
export function readText(field: string, value: unknown): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') return value.trim();
	if (typeof value === 'number' || typeof value === 'bigint') return String(value);
	throw invalid(field, `must be text, not ${quoted(value)}`);
}

/** Generated workflows give the plain value where the editor stores a locator. */
export function locatorOf(parameter: unknown): { readonly mode: string; readonly value: unknown } {
	return typeof parameter === 'object' && parameter !== null && 'mode' in parameter
		? (parameter as INodeParameterResourceLocator)
		: { mode: 'id', value: parameter };
}

/** One of the values that the field's list offers. */
export function readChoice<const Value extends string>(
	field: string,
	value: unknown,
	offered: readonly Value[],
): Value {
	const found = offered.find((one) => one === value);
	if (found !== undefined) return found;
	throw invalid(field, `does not know ${quoted(value)}: choose ${offered.join(' or ')}`);
}

/** Several texts; none where nothing was given. */
export function readList(field: string, value: unknown): readonly string[] {
	if (value === undefined || value === null || value === '') return [];
	if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value;
	throw invalid(field, `must be a list of texts, not ${quoted(value)}`);
}

/** On or off, also as text; `fallback` where nothing was given. */
export function readFlag(field: string, value: unknown, fallback: boolean): boolean {
	if (value === undefined || value === null || value === '') return fallback;
	if (typeof value === 'boolean') return value;
	if (value === 'true' || value === 'false') return value === 'true';
	throw invalid(field, `must be true or false, not ${quoted(value)}`);
}

/** A whole number of at least 1; expressions give it as text too. */
export function readWholeNumber(field: string, value: unknown, most = 1_000_000_000): number {
	const number = typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? Number(value) : value;
	if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 1) {
		if (number <= most) return number;
		throw invalid(field, `must be at most ${most}`);
	}
	throw invalid(field, `must be a whole number of at least 1, not ${quoted(value)}`);
}

const invalid = (field: string, rule: string) =>
	new BankError('invalid-input', `${field} ${rule}`, { field });

const longestQuote = 60;

/** As a sentence can hold it: short, and with nothing that is nobody's business. */
function quoted(value: unknown): string {
	const written = settleSync(() => JSON.stringify(value));
	const text = 'value' in written ? written.value : undefined;
	if (text === undefined) return value === undefined ? 'empty' : `a ${typeof value}`;
	const masked = redact(text);
	return masked.length > longestQuote ? `${masked.slice(0, longestQuote)}…` : masked;
}
