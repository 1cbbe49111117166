import { wholeOf, type Reading } from './reading';
import { begin, end, separator } from './separators';

const s = `${separator}?`;
const letter = '[A-Za-z]';
/** At the end of a number and after a blank: a small vowel is a word (`1234567 a day`). */
const lastLetter = `(?:${letter}|[ \n]?[-./_+][ \n]?${letter}|[ \n][A-Zb-df-hj-np-tv-xz])`;

/** Personal numbers with letters in them; those of digits alone are found as long numbers are. */
const lettered = [
	// Finland: 131052-308T, the century as -, + or a letter
	`[0-9]{6}${s}[-+A-FU-Ya-fu-y]${s}[0-9]{3}${s}[0-9A-Ya-y]`,
	// Spain: DNI 12345678Z, NIE X1234567L
	`(?:[XYZxyz]${s}[0-9]|[0-9]{2})${s}[0-9]{3}${s}[0-9]{3}${lastLetter}`,
	// Italy: RSSMRA85T10A562S, a digit as one of LMNPQRSTUV where two people would share it
	[
		`${letter}{3}`,
		`${letter}{3}`,
		'[0-9L-Vl-v]{2}',
		'[A-EHLMPRSTa-ehlmprst]',
		'[0-9L-Vl-v]{2}',
		letter,
		'[0-9L-Vl-v]{3}',
		letter,
	].join(s),
	// Ireland: PPS 1234567T, 1234567TW; Malta: 1234567M
	`[0-9]{7}(?:${letter}[A-IWa-iw]|${separator}[A-Z][A-IW]|${lastLetter})`,
	// United Kingdom: NINO QQ 12 34 56 C
	`[A-Za-z]{2}${s}[0-9]{2}${s}[0-9]{2}${s}[0-9]{2}${s}[A-Da-d]`,
	// Germany, pension insurance: 65 170839 J 003
	`[0-9]{2}${s}[0-9]{6}${s}${letter}${s}[0-9]{3}`,
	// France, born in Corsica: 1 85 05 2A 006 084 36
	`[1-478]${s}[0-9]{2}${s}[0-9]{2}${s}2[ABab]${s}[0-9]{3}${s}[0-9]{3}(?:${s}[0-9]{2})?`,
];

const fewestDigits = 3;

const pattern = new RegExp(lettered.map((one) => `${begin}${one}${end}`).join('|'), 'g');

export const maskLetteredNumbers = (reading: Reading): Reading =>
	reading.maskEach(pattern, (match) =>
		// An Italian number may have letters for digits, but no sentence has as many digits.
		match[0].replace(/[^0-9]/g, '').length < fewestDigits ? undefined : wholeOf(match),
	);

/** Added to the month for women (CZ, SK), other centuries (BG, PL, RO) and people from abroad (NO). */
const monthMarks = [0, 20, 40, 50, 60, 70, 80];
/** Added to the day for people from abroad (NO, SE). */
const dayMarks = [0, 40, 60];

const isWithin = (most: number, marks: readonly number[], digits: string) =>
	marks.some((mark) => Number(digits) - mark >= 1 && Number(digits) - mark <= most);

const yearFirst = /^(?:18|19|20)?\d\d(?<month>\d\d)(?<day>\d\d)$/;
const dayFirst = /^(?<day>\d\d)(?<month>\d\d)(?:18|19|20)?\d\d$/;

/** Whether six or eight digits may be the date of birth that a personal number holds. */
export const mayBeBirth = (digits: string): boolean =>
	[yearFirst, dayFirst].some((written) => {
		const { month, day } = written.exec(digits)?.groups ?? {};
		return (
			month !== undefined &&
			day !== undefined &&
			isWithin(12, monthMarks, month) &&
			isWithin(31, dayMarks, day)
		);
	});

/** `20260115`. */
export const isCompactDate = (digits: string): boolean =>
	/^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(digits);
