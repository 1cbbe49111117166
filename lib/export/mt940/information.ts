import type { TransactionLike } from '../source';
import { businessCode } from './business-code';

/** Field 86: six lines of 65 characters. */
const lineLength = 65;
const mostLines = 6;
const subfieldLength = 27;
const accountLength = 34;
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
	'€': 'EUR',
	'%': 'pct',
	'’': "'",
	'‘': "'",
	'"': "'",
	'“': "'",
	'”': "'",
	'„': "'",
	'–': '-',
	'—': '-',
	'−': '-',
	'‑': '-',
	_: '-',
	'@': '(at)',
};
const isOther = new RegExp(`[${Object.keys(otherLetters).join('')}]`, 'g');

/** Text in SWIFT's character set x: accents go, anything else foreign becomes a point. */
export const swiftText = (text: string): string =>
	text
		.replace(isOther, (letter) => otherLetters[letter] ?? letter)
		.normalize('NFD')
		.replace(/\p{Mark}/gu, '')
		.replace(/\r\n|\s/g, ' ')
		.replace(/[^A-Za-z0-9/\-?:().,'+ ]/gu, '.');

/**
 * Field 86 as German banks structure it (DFÜ agreement, annex 3), each of SEPA's keywords in a subfield of its own:
 * `166?20EREF+…?21SVWZ+…?31account?32name`. The text gives way when there is too much. Lines end where a subfield
 * does, so that no reader has to put words together again, and none begins with what begins a field.
 */
export function information(row: TransactionLike): readonly string[] {
	const parties = [
		...numbered([31], chunksOf(row.counterpartyIban ?? row.counterpartyBban ?? '', accountLength)),
		...numbered([32, 33], chunksOf(row.counterpartyName ?? '', subfieldLength)),
	];
	const purpose = numbered(purposeFields, purposeOf(row));
	if (purpose.length + parties.length === 0) return [];
	let lines = packed(businessCode(row), [...purpose, ...parties]);
	while (lines.length > mostLines) {
		purpose.pop();
		lines = packed(businessCode(row), [...purpose, ...parties]);
	}
	return lines;
}

function purposeOf(row: TransactionLike): readonly string[] {
	const { text = '', reference = '' } = row;
	const said = text.includes(reference) ? text : `${reference} ${text}`;
	return [
		...keyword('EREF', whole(row.endToEndId)),
		...keyword('MREF', whole(row.mandateId)),
		...keyword('CRED', whole(row.creditorId)),
		...keyword('SVWZ', said),
	];
}

/** An id with other characters put in their place is another id: it is left out. */
const whole = (id = ''): string => (swiftText(id) === id ? id : '');

const keyword = (name: string, value: string): readonly string[] =>
	value.trim() === '' ? [] : chunksOf(`${name}+${value.trim()}`, subfieldLength);

function chunksOf(text: string, length: number): readonly string[] {
	// A question mark starts a subfield.
	const safe = swiftText(text).replaceAll('?', '.').trim();
	const chunks: string[] = [];
	for (let start = 0; start < safe.length; start += length) {
		chunks.push(safe.slice(start, start + length));
	}
	return chunks;
}

const numbered = (numbers: readonly number[], contents: readonly string[]): string[] =>
	contents.slice(0, numbers.length).map((content, index) => `?${numbers[index]}${content}`);

function packed(code: string, subfields: readonly string[]): readonly string[] {
	const lines = [code];
	for (const subfield of subfields) {
		const last = lines.at(-1) ?? '';
		if (last.length + subfield.length > lineLength) lines.push(subfield);
		else lines[lines.length - 1] = last + subfield;
	}
	return lines.map((line, index) => (index === 0 ? `:86:${line}` : line));
}
