import { Decimal } from 'decimal.js';

/** An exact amount: a decimal string (`-12.50`), signed from the account's view, with its ISO 4217 currency. */
export interface Money {
	readonly amount: string;
	readonly currency: string;
}

// Sums of a million rows of 14 digits stay far below this; nothing is ever rounded.
const Exact = Decimal.clone({ precision: 200, toExpNeg: -9e15, toExpPos: 9e15 });

/** As nearly every amount is written: nothing to put right. */
const plainNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

const currencyCode = /^[A-Z]{3}$/;

const decimalNumber = /^([+-]?)(\d+\.?\d*|\.\d+)$/;

/** Most digits that a JSON number carries through a parser unharmed. */
const safeDigits = 15;

/**
 * A bank's amount as an exact decimal string, its decimals as the bank wrote them; `undefined` where it is
 * not one (`''`, `--`, `1,234.50`, a JSON number of more digits than survive parsing). Never rounds.
 */
export function parseAmount(written: unknown): string | undefined {
	if (typeof written === 'number') return parseNumber(written);
	if (typeof written !== 'string') return undefined;
	if (plainNumber.test(written) && !(isNegative(written) && isZero(written))) return written;
	const match = decimalNumber.exec(written.trim());
	if (match === null) return undefined;
	const [, sign = '', digits = ''] = match;
	const [whole = '', decimals = ''] = digits.split('.');
	const unsigned =
		(whole.replace(/^0+(?=\d)/, '') || '0') + (decimals === '' ? '' : `.${decimals}`);
	return sign === '-' && /[1-9]/.test(unsigned) ? `-${unsigned}` : unsigned;
}

function parseNumber(written: number): string | undefined {
	if (!Number.isFinite(written)) return undefined;
	const exact = new Exact(written);
	return exact.precision(true) > safeDigits ? undefined : unsignedZero(exact).toFixed();
}

/** ISO 4217 code in capitals; `undefined` for anything else and for `XXX` (no or several currencies). */
export function parseCurrency(written: unknown): string | undefined {
	if (typeof written !== 'string') return undefined;
	const code = currencyCode.test(written) ? written : written.trim().toUpperCase();
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
