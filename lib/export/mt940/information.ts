import type { TransactionLike } from '../source';

/** Field 86: six lines of 65 characters. */
const lineLength = 65;
const mostLines = 6;
const longestField = mostLines * lineLength;
const subfieldLength = 27;
const purposeFields = [20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 60, 61, 62, 63];
const otherLetters: Readonly<Record<string, string>> = {
	ß: 'ss',
	æ: 'ae',
	Æ: 'AE',
	ø: 'o',
	Ø: 'O',
	đ: 'd',
	Đ: 'D',
	ł: 'l',
	Ł: 'L',
	þ: 'th',
	Þ: 'Th',
	œ: 'oe',
	Œ: 'OE',
	'&': '+',
	'’': "'",
};

/** Text in SWIFT's character set x: accents go, anything else foreign becomes a point. */
export const swiftText = (text: string): string =>
	text
		.replace(/[ßæÆøØđĐłŁþÞœŒ&’]/g, (letter) => otherLetters[letter] ?? letter)
		.normalize('NFD')
		.replace(/\p{Mark}/gu, '')
		.replace(/\s/g, ' ')
		.replace(/[^A-Za-z0-9/\-?:().,'+ ]/gu, '.');

/**
 * Field 86 as German banks structure it (DFÜ agreement, annex 3), with SEPA's keywords in the purpose:
 * `999?20EREF+…SVWZ+…?31account?32name`. The text gives way when there is too much.
 */
export function information(row: TransactionLike): readonly string[] {
	const account = subfields([31], row.counterpartyIban ?? row.counterpartyBban ?? '', 34);
	const name = subfields([32, 33], row.counterpartyName ?? '', subfieldLength);
	const purpose = subfields(purposeFields, purposeOf(row), subfieldLength);
	if (purpose + account + name === '') return [];
	let room = longestField - '999'.length - account.length - name.length;
	let lines = wrapped(`:86:999${cutSubfield(purpose, room)}${account}${name}`);
	for (; lines.length > mostLines; room -= 1) {
		lines = wrapped(`:86:999${cutSubfield(purpose, room)}${account}${name}`);
	}
	return lines;
}

function purposeOf({
	endToEndId,
	mandateId,
	creditorId,
	reference,
	text,
}: TransactionLike): string {
	const said = text ?? reference;
	return [
		keyword('EREF', endToEndId),
		keyword('MREF', mandateId),
		keyword('CRED', creditorId),
		keyword('SVWZ', said),
	].join('');
}

const keyword = (name: string, value: string | undefined): string =>
	value === undefined || value === '' ? '' : `${name}+${value}`;

function subfields(numbers: readonly number[], text: string, length: number): string {
	// A question mark starts a subfield.
	const safe = swiftText(text).replaceAll('?', '.').trim();
	return numbers
		.map((number, index) => ({ number, part: safe.slice(index * length, (index + 1) * length) }))
		.filter(({ part }) => part !== '')
		.map(({ number, part }) => `?${number}${part}`)
		.join('');
}

/** Never in the middle of a subfield's number. */
const cutSubfield = (text: string, length: number): string =>
	text.length <= length ? text : text.slice(0, length).replace(/\?\d?\d?$/, '');

/**
 * Lines of 65. What would begin a field or end the message must not stand first in one: the line before
 * ends earlier, and where that doesn't help within a few characters it becomes a point.
 */
function wrapped(field: string): readonly string[] {
	const lines: string[] = [];
	let rest = field;
	for (let length = ':86:'.length + lineLength; rest.length > length; length = lineLength) {
		const end = /[^:-][:-]{0,9}$/.exec(rest.slice(0, length + 1))?.index ?? length;
		lines.push(rest.slice(0, end));
		rest = rest.slice(end).replace(/^[:-]/, '.');
	}
	return [...lines, rest];
}
