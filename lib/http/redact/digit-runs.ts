import { groupsOf, isLoose, type Group } from './groups';
import { amountAt, dateAt, decimalAt, moneyAt, referenceAt, secondAt } from './harmless';
import { mayBeBirth } from './personal-numbers';
import type { Reading, Span } from './reading';
import { separator } from './separators';

/** Digits in groups, whatever they are: dates, amounts, and numbers of accounts, cards and people. */
const run = new RegExp(`[0-9](?:${separator}?[0-9])*`, 'g');
/** A word of letters with many digits in a row: a token that only lost its digits would fall into pieces. */
const word = /[A-Za-z0-9]{0,64}[0-9]{9,}[A-Za-z0-9]{0,64}/g;

/** Account, social security and tax numbers have no fewer. */
const fewestDigits = 9;

/** With a name glued to them fewer are a reference. */
const fewestOfToken = 15;

/** Masks numbers of nine digits and more, with whatever stands between their groups; not dates and amounts. */
export function maskLongNumbers(reading: Reading): Reading {
	const withoutWords = reading.maskEach(word, ({ index, 0: found }) =>
		/[A-Za-z]/.test(found) ? { start: index, end: index + found.length, by: '…' } : undefined,
	);
	const { plain } = withoutWords;
	return withoutWords.mask(
		[...plain.matchAll(run)].flatMap(({ index, 0: found }) => spansIn(plain, found, index)),
	);
}

function spansIn(plain: string, found: string, start: number): readonly Span[] {
	if (found.length < fewestDigits) return [];
	return numbersIn(plain, groupsOf(found, start))
		.map((groups) => spanOf(plain, groups))
		.filter((span) => span !== undefined);
}

/** What is no date and no money; an amount without its currency or a reference only where it stands alone. */
function numbersIn(plain: string, groups: readonly Group[]): readonly (readonly Group[])[] {
	const numbers: Group[][] = [];
	let pieces: (readonly Group[])[] = [];
	let isNumber = false;
	let isFresh = true;
	const close = () => {
		if (isNumber || pieces.length > 1) numbers.push(pieces.flat());
		pieces = [];
		isNumber = false;
	};
	for (let at = 0; at < groups.length; ) {
		isFresh ||= isLoose(groups[at]?.before ?? '');
		const apart: number = isFresh ? apartAt(plain, groups, at) : 0;
		const weak: number = isFresh ? weakAt(plain, groups, at) : 0;
		const length = Math.max(apart || weak, 1);
		if (apart > 0) close();
		else pieces.push(groups.slice(at, at + length));
		isNumber ||= apart === 0 && weak === 0;
		isFresh = apart > 0;
		at += length;
	}
	close();
	return numbers;
}

const apartAt = (plain: string, groups: readonly Group[], at: number): number =>
	dateAt(groups, at) || secondAt(plain, groups, at) || moneyAt(plain, groups, at);

const weakAt = (plain: string, groups: readonly Group[], at: number): number =>
	amountAt(plain, groups, at) || decimalAt(groups, at) || referenceAt(groups, at);

function spanOf(plain: string, groups: readonly Group[]): Span | undefined {
	const [first, last] = [groups[0], groups.at(-1)];
	if (first === undefined || last === undefined) return undefined;
	const digits = groups.map((group) => group.digits).join('');
	if (digits.length < fewestDigits) return undefined;
	// Part of a name (`TX2026-000123`), unless it is somebody's number with its label before it.
	const isNamed = /[A-Za-z0-9]/.test(plain.charAt(first.start - 1));
	if (isNamed && digits.length < fewestOfToken && !isPersonal(groups)) return undefined;
	const by = isCard(groups) ? `…${digits.slice(-4)}` : '…';
	return { start: first.start, end: last.end, by };
}

/** `PNR900101-1234`; with a whole year of this decade it is a transaction numbered by its day. */
const isPersonal = ([birth, rest, ...more]: readonly Group[]): boolean =>
	birth !== undefined &&
	mayBeBirth(birth.digits) &&
	!/^202\d{5}$/.test(birth.digits) &&
	/^\d{3,4}$/.test(rest?.digits ?? '') &&
	more.length === 0;

/**
 * Only a card and an account may keep their last four digits, by which people tell theirs apart; nothing may stay of
 * a personal number, which has fifteen digits at most (France).
 */
function isCard(groups: readonly Group[]): boolean {
	const lengths = groups.map(({ digits }) => digits.length).join('-');
	const isOneNumber = groups.slice(2).every(({ before }) => before === groups[1]?.before);
	const isGrouped = groups.length === 1 || (isOneNumber && /^(?:4-){3}(?:4-)*[1-4]$/.test(lengths));
	const digits = groups.map((group) => group.digits).join('');
	if (isGrouped && digits.length >= 16) return true;
	return /^3[47]\d{13}$/.test(digits) && /^(?:15|4-6-5)$/.test(lengths) && hasCheckDigit(digits);
}

/** ISO/IEC 7812-1 (Luhn). */
function hasCheckDigit(digits: string): boolean {
	const sum = [...digits].reverse().reduce((total, digit, index) => {
		const doubled = Number(digit) * (index % 2 === 0 ? 1 : 2);
		return total + (doubled > 9 ? doubled - 9 : doubled);
	}, 0);
	return sum % 10 === 0;
}
