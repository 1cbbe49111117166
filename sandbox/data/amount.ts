const fractionDigits: Readonly<Record<string, number>> = { JPY: 0 };

/** How many digits ISO 4217 gives the currency after the point. */
export function digitsOf(currency: string): number {
	return fractionDigits[currency] ?? 2;
}

/** Minor units as the decimal string of the wire: -1250 → `-12.50`. */
export function decimal(minor: number, currency: string): string {
	const digits = digitsOf(currency);
	const text = String(Math.abs(minor)).padStart(digits + 1, '0');
	const sign = minor < 0 ? '-' : '';
	if (digits === 0) return sign + text;
	return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** The same amount without the zeros that the standard lets a bank leave out: `-12.50` → `-12.5`. */
export function shortDecimal(minor: number, currency: string): string {
	const text = decimal(minor, currency);
	return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
