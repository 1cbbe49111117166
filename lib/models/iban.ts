/** Compact IBAN in capitals where its form and check digits (ISO 7064 mod 97-10) are right. */
export function parseIban(written: unknown): string | undefined {
	if (typeof written !== 'string') return undefined;
	const compact = written.replace(/[\s\u00a0-]/g, '').toUpperCase();
	return /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(compact) && mod97(compact) === 1
		? compact
		: undefined;
}

/** `SE35 5000 0000 0549 1000 0003` → `SE…0003`: enough to tell one's accounts apart. */
export function maskIban(iban: string): string {
	const compact = iban.replace(/\s/g, '');
	return compact.length < 8 ? '…' : `${compact.slice(0, 2)}…${compact.slice(-4)}`;
}

function mod97(iban: string): number {
	const moved = iban.slice(4) + iban.slice(0, 4);
	let remainder = 0;
	for (const character of moved) {
		const value = Number.parseInt(character, 36);
		remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
	}
	return remainder;
}
