/** Compact IBAN in capitals where its form and check digits (ISO 7064 mod 97-10) are right. */
export function parseIban(written: unknown): string | undefined {
	if (typeof written !== 'string') return undefined;
	const compact = written.replace(/[\s\u00a0-]/g, '').toUpperCase();
	return /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(compact) && mod97(compact) === 1
		? compact
		: undefined;
}

const zero = '0'.charCodeAt(0);
const letterA = 'A'.charCodeAt(0);

/** `SE35 5000 0000 0549 1000 0003` → `SE…0003`: enough to tell one's accounts apart. */
export function maskIban(iban: string): string {
	const compact = iban.replace(/\s/g, '');
	return compact.length < 8 ? '…' : `${compact.slice(0, 2)}…${compact.slice(-4)}`;
}

function mod97(iban: string): number {
	let remainder = 0;
	for (let step = 0; step < iban.length; step += 1) {
		// The country and check digits count last: start after them and wrap around.
		const code = iban.charCodeAt((step + 4) % iban.length);
		const isLetter = code >= letterA;
		remainder = (remainder * (isLetter ? 100 : 10) + code - (isLetter ? letterA - 10 : zero)) % 97;
	}
	return remainder;
}
