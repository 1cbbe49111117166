import { Decimal } from 'decimal.js';

/** An exact amount: a decimal string (`-12.50`), signed from the account's view, with its ISO 4217 currency. */
export interface Money {
	readonly amount: string;
	readonly currency: string;
}

// Sums of a million rows of 14 digits stay far below this; nothing is ever rounded.
const Exact = Decimal.clone({ precision: 200, toExpNeg: -9e15, toExpPos: 9e15 });

/** As nearly every amount is written: nothing to put right. No zero has a minus. */
const plainNumber = /^(?:-(?=[\d.]*[1-9]))?(?:0|[1-9]\d*)(?:\.\d+)?$/;

const currencyCode = /^[A-Z]{3}$/;

const decimalNumber = /^([+-]?)(\d+\.?\d*|\.\d+)$/;

/** Groups of three by blanks or apostrophes, or by a point or comma beside the other as decimal mark. */
const grouped =
	/^(\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d{1,3}(?:['’]\d{3})+)(?:[.,](\d+))?$|^(\d{1,3}(?:\.\d{3})+),(\d+)$|^(\d{1,3}(?:,\d{3})+)\.(\d+)$/;

/** A comma that can't part thousands: not three digits after it, or nothing but a zero before it. */
const decimalComma = /^(\d+),(\d{1,2}|\d{4,})$|^(0),(\d+)$/;

/** Most digits that a JSON number carries through a parser unharmed. */
const safeDigits = 15;

/**
 * A bank's amount as an exact decimal string, its decimals as the bank wrote them. Decimal commas and grouped
 * thousands are read where they have one meaning only (`12,50`, `1.234,50`, `1 234.50`); `undefined` where it
 * is no amount (`''`, `--`), means two (`1,234`), or is a JSON number of more digits than survive parsing.
 * Never rounds.
 */
export function parseAmount(written: unknown): string | undefined {
	if (typeof written === 'number') return parseNumber(written);
	if (typeof written !== 'string') return undefined;
	if (plainNumber.test(written)) return written;
	const match = decimalNumber.exec(withDecimalPoint(written.trim().replace(/^\u2212/, '-')));
	if (match === null) return undefined;
	const [, sign = '', digits = ''] = match;
	const [whole = '', decimals = ''] = digits.split('.');
	const unsigned =
		(whole.replace(/^0+(?=\d)/, '') || '0') + (decimals === '' ? '' : `.${decimals}`);
	return sign === '-' && /[1-9]/.test(unsigned) ? `-${unsigned}` : unsigned;
}

function withDecimalPoint(written: string): string {
	const [, sign = '', digits = ''] = /^([+-]?)(.*)$/s.exec(written) ?? [];
	const parts = (grouped.exec(digits) ?? decimalComma.exec(digits))?.slice(1);
	if (parts === undefined) return written;
	const [whole = '', decimals] = parts.filter((part) => part !== undefined);
	const point = decimals === undefined ? '' : `.${decimals}`;
	return `${sign}${whole.replace(/\D/g, '')}${point}`;
}

function parseNumber(written: number): string | undefined {
	if (!Number.isFinite(written)) return undefined;
	const exact = new Exact(written);
	return exact.precision(true) > safeDigits ? undefined : unsignedZero(exact).toFixed();
}

/** ISO 4217 code in capitals; `undefined` for anything else and for `XXX` (no or several currencies). */
export function parseCurrency(written: unknown): string | undefined {
	if (typeof written !== 'string') return undefined;
	if (currencyCode.test(written)) return written === 'XXX' ? undefined : written;
	const code = written.trim().toUpperCase();
	return currencyCode.test(code) && code !== 'XXX' ? code : undefined;
}

export function negate(amount: string): string {
	if (isZero(amount)) return amount;
	return amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
}

export function isNegative(amount: string): boolean {
	return amount.startsWith('-');
}

export function isZero(amount: string): boolean {
	return !/[1-9]/.test(amount);
}

/** Exact sum, with as many decimals as the more precise of the two. */
export function add(left: string, right: string): string {
	const decimals = Math.max(decimalsOf(left), decimalsOf(right));
	return unsignedZero(new Exact(left).plus(right)).toFixed(decimals);
}

export function compare(left: string, right: string): -1 | 0 | 1 {
	const order = new Exact(left).comparedTo(right);
	return order < 0 ? -1 : order > 0 ? 1 : 0;
}

/** `12.500` and `12.5` are one amount: the shortest way to write it, for comparing. */
export function canonical(amount: string): string {
	if (!amount.includes('.') || !/[.0]$/.test(amount)) return amount;
	const shortest = amount.replace(/\.?0+$/, '');
	return shortest === '-0' ? '0' : shortest;
}

/** Gives an unsigned amount the sign of its debit/credit indicator. A sign the bank wrote itself stays. */
export function signed(amount: string, isDebit: boolean): string {
	return isDebit && !isNegative(amount) ? negate(amount) : amount;
}

function decimalsOf(amount: string): number {
	return amount.split('.')[1]?.length ?? 0;
}

function unsignedZero(value: Decimal): Decimal {
	return value.isZero() ? new Exact(0) : value;
}
