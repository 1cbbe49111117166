import { settleSync } from '../../outcome';

/** A character as it reads, and as it is written. */
export type Unit = readonly [plain: string, written: string];

const entities: Readonly<Record<string, string>> = {
	amp: '&',
	apos: "'",
	ast: '*',
	bsol: '\\',
	bull: '.',
	colon: ':',
	comma: ',',
	dash: '-',
	emsp: ' ',
	ensp: ' ',
	equals: '=',
	gt: '>',
	hairsp: ' ',
	horbar: '-',
	hyphen: '-',
	lowbar: '_',
	lrm: '\u200e',
	lt: '<',
	mdash: '-',
	MediumSpace: ' ',
	middot: '.',
	minus: '-',
	nbsp: ' ',
	ndash: '-',
	NewLine: '\n',
	NoBreak: '\u2060',
	NonBreakingSpace: ' ',
	num: '#',
	numsp: ' ',
	period: '.',
	plus: '+',
	puncsp: ' ',
	quot: '"',
	rlm: '\u200f',
	shy: '\u00ad',
	sol: '/',
	Tab: ' ',
	thinsp: ' ',
	ThinSpace: ' ',
	VeryThinSpace: ' ',
	wbr: '\u200b',
	ZeroWidthSpace: '\u200b',
	zwj: '\u200d',
	zwnj: '\u200c',
};

/** HTML takes these without their semicolon. */
const bareEntities = 'nbsp|shy|amp|lt|gt|quot|middot';

const escape = new RegExp(
	[
		'(?:%[0-9A-Fa-f]{2})+',
		String.raw`\\u\{[0-9A-Fa-f]{1,6}\}`,
		String.raw`\\u[0-9A-Fa-f]{4}`,
		String.raw`\\x[0-9A-Fa-f]{2}`,
		String.raw`\\[nrtbf"'/\\]`,
		'&#[0-9]{1,7};?',
		'&#[xX][0-9A-Fa-f]{1,6};?',
		'&[A-Za-z]{2,16};',
		`&(?:${bareEntities})`,
		String.raw`<[wW]?[bB][rR]\s?/?>`,
	].join('|'),
	'g',
);

/** Resolves one layer of escapes (URL, JSON, HTML); `undefined` where there is none. */
export function decodeEscapes(units: readonly Unit[]): Unit[] | undefined {
	// One code unit a character, so that places in the text are places in the list.
	const text = units.map(([plain]) => (plain.length === 1 ? plain : '\ufffd')).join('');
	const decoded: Unit[] = [];
	let from = 0;
	for (const { index, 0: found } of text.matchAll(escape)) {
		const characters = found.startsWith('%') ? bytesOf(found) : characterOf(found);
		if (characters === undefined) continue;
		for (; from < index; from += 1) push(decoded, units[from]);
		for (const { character, length } of characters) {
			const written = units.slice(from, from + length).map(([, each]) => each);
			decoded.push([character, written.join('')]);
			from += length;
		}
	}
	if (from === 0) return undefined;
	for (; from < units.length; from += 1) push(decoded, units[from]);
	return decoded;
}

function push(list: Unit[], unit: Unit | undefined): void {
	if (unit !== undefined) list.push(unit);
}

interface Decoded {
	readonly character: string;
	/** Of its escape. */
	readonly length: number;
}

function characterOf(found: string): readonly Decoded[] | undefined {
	const [sign] = found;
	const character =
		sign === '\\' ? ofBackslash(found) : sign === '&' ? ofEntity(found) : ofBreak(found);
	return character === undefined ? undefined : [{ character, length: found.length }];
}

const letters: Readonly<Record<string, string>> = { n: '\n', r: '\n', t: ' ', b: ' ', f: '\n' };

function ofBackslash(found: string): string | undefined {
	const digits = /^\\[ux]\{?([0-9A-Fa-f]+)\}?$/.exec(found)?.[1];
	if (digits !== undefined) return characterAt(Number.parseInt(digits, 16));
	const letter = found.slice(1);
	return letters[letter] ?? letter;
}

function ofEntity(found: string): string | undefined {
	const [, hexadecimal, decimal, name = ''] =
		/^&(?:#[xX]([0-9A-Fa-f]+)|#([0-9]+)|([A-Za-z]+));?$/.exec(found) ?? [];
	if (hexadecimal !== undefined) return characterAt(Number.parseInt(hexadecimal, 16));
	if (decimal !== undefined) return characterAt(Number(decimal));
	return Object.hasOwn(entities, name) ? entities[name] : undefined;
}

/** `<wbr>` is not seen, `<br>` is a line end. */
const ofBreak = (found: string) => (/w/i.test(found) ? '\u200b' : '\n');

const characterAt = (codePoint: number) =>
	codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : undefined;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** `%C2%A0`: UTF-8, or where it is none Latin-1. */
function bytesOf(found: string): readonly Decoded[] {
	const bytes = Uint8Array.from(found.slice(1).split('%'), (byte) => Number.parseInt(byte, 16));
	const decoded: Decoded[] = [];
	for (let at = 0; at < bytes.length; ) {
		const lead = bytes[at] ?? 0;
		const wanted = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
		const character = wanted === 1 ? undefined : decodeUtf8(bytes.subarray(at, at + wanted));
		const count = character === undefined ? 1 : wanted;
		decoded.push({ character: character ?? String.fromCharCode(lead), length: count * 3 });
		at += count;
	}
	return decoded;
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
	const read = settleSync(() => utf8.decode(bytes));
	return 'value' in read && [...read.value].length === 1 ? read.value : undefined;
}
