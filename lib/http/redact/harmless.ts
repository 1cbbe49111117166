import { isLoose, type Group } from './groups';
import { isCompactDate, mayBeBirth } from './personal-numbers';

/* What runs of digits are that tell nothing of an account or a person. */

/** How many groups from here are a date; 0: none. */
export function dateAt(groups: readonly Group[], at: number): number {
	const [first, second, third, fourth] = groups.slice(at, at + 4);
	if (first === undefined) return 0;
	if (isCompactDate(first.digits)) {
		const isRange = second !== undefined && isCompactDate(second.digits);
		return second === undefined || isRange || followsDate(second) ? 1 : 0;
	}
	if (second === undefined || third === undefined || second.before !== third.before) return 0;
	if (!/^[-./_]$/.test(second.before)) return 0;
	const [year, month, day] =
		first.digits.length === 4 ? [first, second, third] : [third, second, first];
	const isDate =
		/^(?:19|20)\d\d$/.test(year.digits) &&
		isTwoDigitsUpTo(31, month.digits) &&
		isTwoDigitsUpTo(31, day.digits) &&
		(Number(month.digits) <= 12 || Number(day.digits) <= 12);
	const isOfPersonal = fourth !== undefined && isRestOfPersonal(fourth);
	return isDate && !(isOfPersonal && dateAt(groups, at + 3) === 0) ? 3 : 0;
}

const isTwoDigitsUpTo = (most: number, digits: string) =>
	digits.length === 2 && Number(digits) >= 1 && Number(digits) <= most;

/** `1990-01-01-1234`. */
const isRestOfPersonal = ({ before, digits }: Group) =>
	!isLoose(before) && (digits.length === 3 || digits.length === 4);

/** `20260115-000123`: a number within a day, other than the three or four that follow a date of birth. */
const followsDate = ({ digits }: Group) =>
	digits.length <= 6 && digits.length !== 3 && digits.length !== 4;

const currency = '(?:SEK|NOK|DKK|ISK|EUR|USD|GBP|CHF|PLN|CZK|HUF|RON|BGN|kr|zł|Kč|Ft|[€$£])';
const currencyBefore = new RegExp(`(?:^|[^A-Za-z0-9])${currency}[ \\n]?[-+]?$`);
const currencyAfter = new RegExp(`^[ \\n]?${currency}(?![A-Za-z])`);
const decimalsAfter = /^,[0-9]{1,2}(?![0-9])/;

/** Nobody has more: 999 trillion. */
const mostThousands = 4;

const isThousand = (group: Group | undefined, mark: string) =>
	group?.before === mark && group.digits.length === 3;

/** How many groups from here are a second and its parts (`08:00:00.123456789+01:00`); 0: none. */
export function secondAt(plain: string, groups: readonly Group[], at: number): number {
	const [second, parts] = groups.slice(at, at + 2);
	const isSecond = second?.digits.length === 2 && plain.charAt(second.start - 1) === ':';
	return isSecond && parts?.before === '.' ? 2 : 0;
}

interface Amount {
	/** Groups from here. */
	readonly length: number;
	readonly hasDecimals: boolean;
	/** Where what follows it begins. */
	readonly end: number;
}

/** A number whose thousands, if it has some, stand in groups of three. */
function readAmount(plain: string, groups: readonly Group[], at: number): Amount | undefined {
	const first = groups[at];
	if (first === undefined) return undefined;
	const mark = groups[at + 1]?.before ?? '';
	let last = at;
	if (/^(?:0|[1-9][0-9]{0,2})$/.test(first.digits) && /^[ .]$/.test(mark)) {
		while (last - at < mostThousands && isThousand(groups[last + 1], mark)) last += 1;
	}
	const next = groups[last + 1];
	const hasPoint = next?.before === '.' && mark !== '.' && next.digits.length <= 2;
	const { end } = (hasPoint ? next : groups[last]) ?? first;
	const [comma = ''] = decimalsAfter.exec(plain.slice(end, end + 4)) ?? [];
	return {
		length: last - at + (hasPoint ? 2 : 1),
		hasDecimals: hasPoint || comma !== '',
		end: end + comma.length,
	};
}

/** How many groups from here are an amount with its currency: `SEK 12 500 000`, `123456789,50 kr`; 0: none. */
export function moneyAt(plain: string, groups: readonly Group[], at: number): number {
	const amount = readAmount(plain, groups, at);
	const start = groups[at]?.start ?? 0;
	// Whole digits beside a currency may be the number of an account in it.
	if (amount === undefined || (amount.length === 1 && !amount.hasDecimals)) return 0;
	const isMoney =
		currencyAfter.test(plain.slice(amount.end, amount.end + 6)) ||
		currencyBefore.test(plain.slice(Math.max(0, start - 6), start));
	return isMoney ? amount.length : 0;
}

/** How many groups from here are thousands with decimals: `1 234 567,89`; 0: none. */
export function amountAt(plain: string, groups: readonly Group[], at: number): number {
	const amount = readAmount(plain, groups, at);
	const isAmount = amount !== undefined && amount.hasDecimals && amount.length > 1;
	return isAmount && groups[at + 1]?.digits.length === 3 ? amount.length : 0;
}

/** How many groups from here are a rate or a small amount: `1234567.89`, `0.0912345678`; 0: none. */
export function decimalAt(groups: readonly Group[], at: number): number {
	const [whole, decimals, next] = groups.slice(at, at + 3);
	if (whole === undefined || decimals?.before !== '.') return 0;
	if (next !== undefined && !isLoose(next.before)) return 0;
	const [before, after] = [whole.digits.length, decimals.digits.length];
	if (before <= 3) return 2;
	if (before > 8 || after > 4) return 0;
	return after >= 3 && mayBeBirth(whole.digits) ? 0 : 2;
}

/** How many groups from here are a reference that begins with its year: `2026-000123`, `2026/01/000123`; 0: none. */
export function referenceAt(groups: readonly Group[], at: number): number {
	const [year, second, third, next] = groups.slice(at, at + 4);
	if (year === undefined || second === undefined || !/^20[2-9]\d$/.test(year.digits)) return 0;
	if (!/^[-/_]$/.test(second.before) || second.digits.length > 6) return 0;
	if (third === undefined || isLoose(third.before)) return 2;
	const isMonth = isTwoDigitsUpTo(12, second.digits);
	const isLast = next === undefined || isLoose(next.before);
	return third.before === second.before && isMonth && third.digits.length <= 6 && isLast ? 3 : 0;
}
