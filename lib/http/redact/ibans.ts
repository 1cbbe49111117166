import { maskIban, parseIban } from '../../models/iban';
import type { Reading, Span } from './reading';
import { begin } from './separators';

/** Longest of the registry (ISO 13616). */
const longest = 34;
const shortest = 15;
/** Fewer are a word with a number in it: Malta's has seven. */
const fewestDigits = 7;

const start = new RegExp(String.raw`${begin}[A-Za-z]{2}[-./_+,:| \n]{0,3}[0-9]`, 'g');
const isPart = /^[A-Za-z0-9]$/;
/** Whatever people put between groups. */
const isBetween = /^[-./_+,:;|*~ \n]$/;
const mostBetween = 3;

/** IBANs with whatever stands between their groups, also with wrong check digits where they are written as one. */
export function maskIbans(reading: Reading): Reading {
	const spans: Span[] = [];
	for (const { index } of reading.plain.matchAll(start)) {
		if (index < (spans.at(-1)?.end ?? 0)) continue;
		const found = ibanAt(reading.plain, index);
		if (found !== undefined) spans.push(found);
	}
	return reading.mask(spans);
}

interface Group {
	readonly text: string;
	readonly end: number;
}

function ibanAt(plain: string, index: number): Span | undefined {
	const groups = groupsAt(plain, index);
	const upTo = (count: number) =>
		groups
			.slice(0, count)
			.map(({ text }) => text)
			.join('');
	const counts = groups.map((_group, position) => position + 1).reverse();
	// The longest: a valid number may begin with another valid one.
	const valid = counts.find((count) => parseIban(upTo(count)) !== undefined);
	const count = valid ?? counts.find((each) => isWrittenAsIban(groups.slice(0, each)));
	const last = count === undefined ? undefined : groups[count - 1];
	if (count === undefined || last === undefined) return undefined;
	return { start: index, end: last.end, by: maskIban(upTo(count).toUpperCase()) };
}

function groupsAt(plain: string, index: number): readonly Group[] {
	const groups: Group[] = [];
	let length = 0;
	for (let at = index; ; ) {
		const from = at;
		while (isPart.test(plain.charAt(at))) {
			at += 1;
			if (length + at - from > longest) return groups;
		}
		if (at === from) return groups;
		length += at - from;
		groups.push({ text: plain.slice(from, at), end: at });
		const between = at;
		while (at - between < mostBetween && isBetween.test(plain.charAt(at))) at += 1;
	}
}

/** In one piece, or in groups of four of which only the last may be shorter: words that follow are none of it. */
function isWrittenAsIban(groups: readonly Group[]): boolean {
	const written = groups.map(({ text }) => text).join('');
	if (!/^[A-Z]{2}[0-9]{2}/i.test(written) || written.length < shortest) return false;
	if (written.replace(/[^0-9]/g, '').length < fewestDigits) return false;
	const last = groups.at(-1)?.text ?? '';
	return /[0-9]/.test(last) && last.length <= (groups.length === 1 ? longest : 4)
		? groups.slice(0, -1).every(({ text }) => text.length === 4)
		: false;
}
