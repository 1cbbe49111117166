/*
 * Where the lines and subfields of MT940 end. A bank cuts text at the format's width, in the middle of a word as
 * well, or wraps it at blanks, which are lost; only the length of what stands before tells.
 */

/** A line of field 86; the first one with its tag counted in, or without. */
const lineLength = 65;
const firstLineLengths: ReadonlySet<number> = new Set([lineLength, lineLength - ':86:'.length]);
/** A subfield of German banks; elsewhere some fill 35 characters, a line of SWIFT's own fields. */
const subfieldLengths: ReadonlySet<number> = new Set([27, 35]);

/** Between parts: a line ended there. */
const lineEnd = '\n';
/** Between parts: cut at the width, though it looks as if a line had ended there. No text has a carriage return. */
const doubtful = '\r';

/** The lines of field 86 as one text, in which those that were not cut still end. `begins`: what starts a part of it. */
export function joinLines(value: string, begins?: RegExp): string {
	const [first = '', ...rest] = value.split('\n');
	let [joined, isCut] = [first, firstLineLengths.has(first.length)];
	for (const line of rest) {
		joined += isCut || begins?.test(line) === true ? line : onNewLine(line);
		isCut = line.length === lineLength;
	}
	return joined;
}

/** Subfields that go on in the next one as one text, in which those that don't still end. */
export function joinSubfields(parts: readonly string[]): string {
	const [first = '', ...rest] = parts;
	let [joined, isCut] = [first, subfieldLengths.has(first.length)];
	for (const part of rest) {
		const cut = looksLikeNewLine(joined, part) ? `${doubtful}${part}` : part;
		joined += isCut ? cut : onNewLine(part);
		isCut = subfieldLengths.has(part.length);
	}
	return joined;
}

/** What only ends something belongs to the line before: `T12` / `:25:08`. */
const onNewLine = (line: string): string =>
	/^[:,.;)][^\s:]/.test(line) ? line : `${lineEnd}${line}`;

/** `…1,4000%` / `Tilgung`: a capital inside a word is rarer than a line that fills its subfield. */
const looksLikeNewLine = (before: string, after: string): boolean =>
	/[\p{Ll}\d%);!]$/u.test(before) && /^\p{Lu}\p{Ll}/u.test(after);

/** A text's lines. Only where one of them ended for certain is another doubted: else the text was cut throughout. */
export function linesOf(joined: string): readonly string[] {
	const text = joined.trim();
	return text.includes(lineEnd) ? text.split(/[\n\r]/) : [text.replaceAll(doubtful, '')];
}

/** A reference ends with its line, but what was cut is whole: `[reference, what follows it]`. */
export function referenceIn(joined: string): readonly [reference: string, rest: string] {
	const [reference = '', ...rest] = joined.trimStart().replaceAll(doubtful, '').split(lineEnd);
	return [reference, rest.join(lineEnd)];
}
