import { parseIban } from '../../models/iban';

/** A blank as people, URLs and JSON write it. */
const blank = String.raw`(?:[ \u00a0+]|%20|%C2%A0|\\u00a0)`;
/** A hyphen, or the plus sign of a Swede over a hundred. */
const dash = String.raw`(?:[-+\u2013]|%2[BbDd])`;
/** Not inside a word; an escape right before (`%22`, `\u0022`, `\n`) ends in a letter or digit that is none. */
const begin = String.raw`(?:(?<=%[0-9A-Fa-f]{2})|(?<=\\u[0-9A-Fa-f]{4})|(?<=\\[nrtbf])|(?<![A-Za-z0-9]|%[0-9A-Fa-f]?))`;
const end = String.raw`(?![A-Za-z0-9])`;

const shape = (...alternatives: string[]) =>
	new RegExp(alternatives.map((one) => `${begin}${one}${end}`).join('|'), 'gi');

const iban = shape(
	'[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}',
	`[A-Z]{2}[0-9]{2}(?:${blank}[A-Z0-9]{4}){2,7}(?:${blank}[A-Z0-9]{1,4})?`,
);

const personalNumber = shape(
	// Swedish (8 or 6 digits and 4), Danish (6 and 4)
	`[0-9]{6}(?:[0-9]{2})?(?:${dash}|${blank})[0-9]{4}`,
	// Finnish: 131052-308T, the century as -, + or a letter
	`[0-9]{6}(?:${dash}|[A-FU-Y])[0-9]{3}[0-9A-Y]`,
	// Belgian: 85.07.30-033.28
	String.raw`[0-9]{2}\.[0-9]{2}\.[0-9]{2}${dash}[0-9]{3}\.[0-9]{2}`,
	// Italian codice fiscale
	'[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]',
	// Spanish DNI and NIE
	`[XYZ0-9][0-9]{7}${dash}?[A-Z]`,
);

/**
 * Cards in groups, and any nine digits or more: account, social security and tax numbers. With the letters around
 * them: a token that only lost its digits would fall into pieces too short to be known as one.
 */
const longNumber = new RegExp(
	`${begin}[0-9](?:${blank}?[0-9]){8,40}${end}|${begin}[0-9](?:-?[0-9]){8,40}${end}|[a-z0-9]{0,64}[0-9]{9,}[a-z0-9]{0,64}`,
	'gi',
);

const escapes = /%20|%C2%A0|%2[BD]|\\u00a0/gi;

/** Masks account, card and personal numbers. */
export function maskNumbers(text: string): string {
	return text
		.replace(iban, maskIban)
		.replace(personalNumber, '…')
		.replace(longNumber, (written) => {
			const digits = written.replace(escapes, '').replace(/\D/g, '');
			// Twelve and fewer may be a person's number, of which nothing may stay; with letters, a token.
			const isCard = digits.length >= 13 && !/[a-z]/i.test(written.replace(escapes, ''));
			return isCard ? `…${digits.slice(-4)}` : '…';
		});
}

/** `SE35 5000 0000 0549 1000 0003 is` → `SE…0003 is`: words after the number stay. */
function maskIban(written: string): string {
	const groups = written.match(new RegExp(`${blank}?[^ \u00a0+%\\\\]+`, 'gi')) ?? [];
	const bare = (count: number) =>
		groups
			.slice(0, count)
			.join('')
			.replace(escapes, '')
			.replace(/[^A-Za-z0-9]/g, '');
	const counts = groups.map((_group, index) => index + 1);
	const found = counts.find((count) => parseIban(bare(count)) !== undefined);
	const count = found ?? counts.findLast((each) => /[0-9]/.test(bareGroup(groups[each - 1]))) ?? 1;
	const compact = bare(count).toUpperCase();
	return `${compact.slice(0, 2)}…${compact.slice(-4)}${groups.slice(count).join('')}`;
}

const bareGroup = (group = '') => group.replace(escapes, '');
