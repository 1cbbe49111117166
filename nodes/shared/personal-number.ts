import { BankError } from '../../lib/errors';
import type { Person } from '../../lib/profile/login';

/**
 * Twelve digits, however they are grouped, or what the bank's pattern says; `undefined` where it is left empty. Never
 * quoted.
 */
export function readPersonalNumber(value: unknown, person?: Person): string | undefined {
	if (value === undefined || value === null || value === '') {
		if (person?.asked !== 'required') return undefined;
		throw new BankError('invalid-input', 'The bank wants to know who is going to log in', {
			field: 'Personal Number',
			nextStep: 'Fill it in and start again',
		});
	}
	const digits = ['string', 'number'].includes(typeof value) ? String(value) : '';
	if (person?.pattern !== undefined) {
		if (new RegExp(`^(?:${person.pattern})$`, 'u').test(digits)) return digits;
		throw new BankError(
			'invalid-input',
			'What names you to the bank is not written as it has to be',
			{
				field: 'Personal Number',
				nextStep: 'Correct it and start again',
			},
		);
	}
	const grouped = digits.replace(/[\s-]/g, '');
	if (/^\d{12}$/.test(grouped)) return grouped;
	throw new BankError('invalid-input', 'The personal number must have 12 digits: YYYYMMDDNNNN', {
		field: 'Personal Number',
		nextStep: 'Correct it and start again',
	});
}
