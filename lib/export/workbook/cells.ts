import { parseDate } from '../../models/dates';
import { isZero } from '../../models/money';
import { isDecimal, significantDigits } from '../decimal-sum';

/** Most characters (UTF-16) that Excel keeps in a cell. */
export const longestText = 32_767;
/** Most digits that survive Excel's doubles. */
const exactDigits = 15;

// Only what is safe as it stands takes the quick way: no markup, control character, surrogate, no
// blank that XML would eat, and no `_x` that Excel would read as the start of an escape.
const needsCare = /[&<>\u0000-\u001f\ud800-\udfff\ufffe\uffff]|^ | $| {2}|_x/;
const markup: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * Text as the content of a `<t>`. What XML 1.0 can't hold is written as Excel does, `_x0007_`
 * (ECMA-376 Part 1, 22.9.2.19 ST_Xstring), so that it reads back as it was; only a line end becomes the
 * line feed that Excel's cells have.
 */
export function escapeText(text: string): string {
	return text
		.replaceAll('\r\n', '\n')
		.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
		.replace(/[&<>]/g, (character) => markup[character] ?? character)
		.replace(
			/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g,
			(character) => `_x${hexadecimal(character)}_`,
		)
		.replace(/\p{Surrogate}/gu, '\ufffd');
}

const hexadecimal = (character: string): string =>
	character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');

/*
 * What follows a cell's reference (`<c r="A1`), its quote included. The openings are made once a style: at
 * a million rows the pieces that a string is put together from are most of the garbage.
 */

/** Text, never a formula. */
export function textContents(style: number): (text: string) => string {
	const open = `" s="${style}" t="inlineStr"><is><t>`;
	const openPreserving = `" s="${style}" t="inlineStr"><is><t xml:space="preserve">`;
	return (text) =>
		needsCare.test(text)
			? openPreserving + escapeText(text) + '</t></is></c>'
			: open + text + '</t></is></c>';
}

export const textContent = (style: number, text: string): string => textContents(style)(text);

export const numberContent = (style: number, digits: string | number): string =>
	`" s="${style}"><v>${digits}</v></c>`;

export const formulaContent = (style: number, formula: string, cached: string): string =>
	`" s="${style}"><f>${escapeText(formula)}</f><v>${cached}</v></c>`;

export const emptyContent = (style: number): string => `" s="${style}"/>`;

/** `reference` without quotes; `content` as the functions above give it. */
export const cell = (reference: string, content: string): string => `<c r="${reference}${content}`;

/** Cuts text that is too long for a cell, never through a surrogate pair. */
export function shorten(text: string): string {
	const end = /[\ud800-\udbff]/.test(text.charAt(longestText - 2))
		? longestText - 2
		: longestText - 1;
	return `${text.slice(0, end)}…`;
}

/** Whether this is an amount of which Excel keeps every digit as a number. */
export const fitsNumber = (amount: string): boolean =>
	isDecimal(amount) &&
	(amount.length <= exactDigits || isZero(amount) || significantDigits(amount) <= exactDigits);

/**
 * Excel's day number; `undefined` where there is none. Days before March 1900 have none:
 * there Excel counts a 29 February 1900 that never was.
 */
export function daySerial(date: string): number | undefined {
	if (parseDate(date) !== date) return undefined;
	const serial = Date.parse(`${date}T00:00:00Z`) / 86_400_000 + 25_569;
	return serial >= 61 ? serial : undefined;
}

/** 0 → `A`, 26 → `AA`. */
export function columnLetter(index: number): string {
	const rest = Math.floor(index / 26);
	return (rest > 0 ? columnLetter(rest - 1) : '') + String.fromCharCode(65 + (index % 26));
}
