import type { Unit } from './escapes';

const blank = /[\t\p{Z}\u2800]/u;
const lineEnd = /[\n\r\v\f\u0085\u2028\u2029]/;
/** Control and format characters, marks on other characters, and letters without a shape (Hangul fillers). */
const unseen = /[\p{Cc}\p{Cf}\p{Mn}\p{Me}\u115f\u1160\u3164\uffa0]/u;

/** What people read as a dash, a dot or a slash beyond what Unicode itself says of a character. */
const alike: ReadonlyMap<string, string> = new Map(
	Object.entries({
		'-': '\u02d7\u2043\u2212\u2500\u2796\u30fc\u207b\u208b\uff70\u00ac\u00af\u2010',
		'.': '\u00b7\u0387\u06d4\u2022\u2024\u2027\u2219\u22c5\u3002\u30fb\uff65\ufe52\u25cf\u25e6',
		'/': '\u2044\u2215\u29f8\u2571\u27cb',
	}).flatMap(([plain, characters]) => [...characters].map((character) => [character, plain])),
);

/**
 * Every kind of digit, letter, blank, dash, dot and slash as ASCII writes it, several blanks as one, and what nobody
 * sees joined to what stands before it. A character that takes two UTF-16 units becomes one.
 */
export function fold(units: readonly Unit[]): Unit[] {
	const folded: [string, string][] = [];
	for (const [character, written] of units) {
		const plain = plainOf(character);
		const last = folded.at(-1);
		const isRepeated = isBlank(plain) && last !== undefined && isBlank(last[0]);
		if (last !== undefined && (plain === '' || isRepeated)) {
			last[1] += written;
			if (plain === '\n') last[0] = plain;
		} else {
			folded.push([plain === '' ? unknown : plain, written]);
		}
	}
	return folded;
}

const isBlank = (plain: string) => plain === ' ' || plain === '\n';

/** A character that is nothing to us; no pattern has it. */
const unknown = '\ufffd';

function plainOf(character: string): string {
	if (character >= '!' && character <= '~') return character;
	if (lineEnd.test(character)) return '\n';
	if (blank.test(character)) return ' ';
	if (unseen.test(character)) return '';
	const known = alike.get(character);
	if (known !== undefined) return known;
	if (/\p{Pd}/u.test(character)) return '-';
	const normal = character.normalize('NFKC');
	if (normal !== character && normal.length === 1) return plainOf(normal);
	if (/\p{Nd}/u.test(character)) return digitOf(character);
	return character.length === 1 ? character : unknown;
}

/** Unicode's decimal digits stand in rows of ten, zero first. */
function digitOf(character: string): string {
	const codePoint = character.codePointAt(0) ?? 0;
	let first = codePoint;
	while (isDigit(first - 1)) first -= 1;
	return String((codePoint - first) % 10);
}

const isDigit = (codePoint: number) => /\p{Nd}/u.test(String.fromCodePoint(codePoint));
