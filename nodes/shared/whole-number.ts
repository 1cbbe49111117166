import { BankError } from '../../lib/errors';

/** A whole number of at least 1 from a field; expressions give it as text too. Throws `invalid-input`. */
export function readWholeNumber(field: string, value: unknown, most = 1_000_000_000): number {
	const number = typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? Number(value) : value;
	if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 1) {
		if (number <= most) return number;
		throw new BankError('invalid-input', `${field} must be at most ${most}`, { field });
	}
	throw new BankError(
		'invalid-input',
		`${field} must be a whole number of at least 1, not ${JSON.stringify(value) ?? 'empty'}`,
		{ field },
	);
}
