function modulo97(digits: string): number {
	let remainder = 0;
	for (const digit of digits) remainder = (remainder * 10 + Number(digit)) % 97;
	return remainder;
}

const asDigits = (text: string): string =>
	text.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));

/** ISO 7064 mod 97-10, the check digits of IBAN and of ISO 11649 creditor references. */
function withMod97(prefix: string, rest: string): string {
	const check = 98 - modulo97(asDigits(`${rest}${prefix}00`));
	return `${prefix}${String(check).padStart(2, '0')}${rest}`;
}

export const iban = (country: string, bban: string): string => withMod97(country, bban);

export const creditorReference = (rest: string): string => withMod97('RF', rest);

/** Norwegian account number: mod 11, weights 5432765432. `undefined` where no check digit exists. */
export function norwegianAccount(tenDigits: string): string | undefined {
	const weights = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
	const sum = weights.reduce(
		(total, weight, index) => total + weight * Number(tenDigits[index]),
		0,
	);
	const check = (11 - (sum % 11)) % 11;
	return check === 10 ? undefined : `${tenDigits}${check}`;
}

/** Luhn (mod 10), as on Swedish OCR references and personal numbers. */
export function withLuhn(digits: string): string {
	let sum = 0;
	[...digits].reverse().forEach((digit, index) => {
		const product = Number(digit) * (index % 2 === 0 ? 2 : 1);
		sum += product > 9 ? product - 9 : product;
	});
	return `${digits}${(10 - (sum % 10)) % 10}`;
}
