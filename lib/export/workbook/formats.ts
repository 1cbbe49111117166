const digitsByCurrency = new Map<string, number>();

/** Decimals that a currency is written with (`SEK` 2, `JPY` 0, `KWD` 3). */
export function minorDigits(currency: string): number {
	const known = digitsByCurrency.get(currency);
	if (known !== undefined) return known;
	const digits =
		// Unicode's data: ISO 4217's decimals, kept up to date with Node.
		new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
			.maximumFractionDigits ?? 2;
	digitsByCurrency.set(currency, digits);
	return digits;
}

/** `#,##0.00 [$SEK]`: the currency's own decimals, more where the amount has more, so that none hides. */
export function amountFormat(currency: string, decimals: number): string {
	const shown = Math.min(Math.max(minorDigits(currency), decimals), 15);
	return `#,##0${shown === 0 ? '' : `.${'0'.repeat(shown)}`} [$${currency}]`;
}

export const dateFormat = 'yyyy-mm-dd';
/** Excel's text format: a cell of it stays text also after someone edits it. */
export const textFormat = '@';
