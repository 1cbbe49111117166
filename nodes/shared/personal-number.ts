import { BankError } from '../../lib/errors';

/** Twelve digits, however they are grouped; `undefined` where it is left empty. Never quoted. */
export function readPersonalNumber(value: unknown): string | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const digits = ['string', 'number'].includes(typeof value) ? String(value) : '';
	const grouped = digits.replace(/[\s-]/g, '');
	if (/^\d{12}$/.test(grouped)) return grouped;
	throw new BankError('invalid-input', 'The personal number must have 12 digits: YYYYMMDDNNNN', {
		field: 'Personal Number',
		nextStep: 'Correct it and start again',
	});
}
