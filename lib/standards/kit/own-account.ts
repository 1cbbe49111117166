import { type AccountNumber } from '../../models/account';
import { parseCurrency } from '../../models/money';
import { accountNumberOf } from './account-number';
import { recordOf, textOf } from './fields';

/** The account that an answer is about: what the caller knows of it together with what the answer says. */
export interface OwnAccount {
	/** For amounts without one. */
	readonly currency?: string | undefined;
	readonly ownerName?: string | undefined;
	/** It may be known by one number and be named by another. */
	readonly numbers: readonly AccountNumber[];
}

/** As much of it as the caller has. */
export interface KnownAccount extends AccountNumber {
	readonly currency?: string | undefined;
	readonly ownerName?: string | undefined;
}

/** Answers of every standard may name their account beside the list. */
export function ownAccountOf(body: unknown, known: KnownAccount): OwnAccount {
	const answer = recordOf(body);
	const named = answer?.['account'] ?? answer?.['cardAccount'];
	const told = accountNumberOf(named);
	const fields = recordOf(named);
	return {
		currency: known.currency ?? parseCurrency(fields?.['currency']),
		ownerName: known.ownerName ?? textOf(fields?.['ownerName']) ?? textOf(fields?.['owner_name']),
		numbers: [known, told].filter(hasNumber),
	};
}

export const hasNumber = ({ iban, bban, maskedPan }: AccountNumber): boolean =>
	iban !== undefined || bban !== undefined || maskedPan !== undefined;

/** Whether a number is one of the account's own, however it is written. */
export function isOwnNumber(number: AccountNumber, { numbers }: OwnAccount): boolean {
	if (!hasNumber(number)) return false;
	return numbers.some(
		(own) =>
			(number.iban !== undefined && number.iban === own.iban) ||
			isSameBban(number.bban, own) ||
			isSameBban(own.bban, number) ||
			isSameCard(number.maskedPan ?? number.bban, own.maskedPan ?? own.bban),
	);
}

/** Whether a number can't be the account's own: it is of a kind by which the account is known, and another. */
export function isForeignNumber(number: AccountNumber, own: OwnAccount): boolean {
	const isComparable = own.numbers.some(
		({ iban, bban, maskedPan }) =>
			(number.iban !== undefined && iban !== undefined) ||
			(number.bban !== undefined && bban !== undefined) ||
			(number.maskedPan !== undefined && maskedPan !== undefined),
	);
	return isComparable && !isOwnNumber(number, own);
}

/** Shorter ends of IBANs are shared by accounts of different banks. */
const tellingDigits = 10;

/** A national number, alone or as the end of the IBAN that it is part of. */
function isSameBban(written: string | undefined, { iban, bban }: AccountNumber): boolean {
	if (written === undefined) return false;
	const compact = compactOf(written);
	if (bban !== undefined && compact === compactOf(bban)) return true;
	if (iban === undefined || compact.length === 0) return false;
	return iban.slice(4) === compact || (compact.length >= tellingDigits && iban.endsWith(compact));
}

const compactOf = (number: string): string => number.toUpperCase().replace(/[^A-Z0-9]/g, '');

/** A card under masks of different length, or whole: the digits that both show agree, the last four among them. */
function isSameCard(left: string | undefined, right: string | undefined): boolean {
	if (left === undefined || right === undefined) return false;
	const [one, other] = [visibleDigits(left), visibleDigits(right)];
	if (one === undefined || other === undefined) return false;
	const isStart = one.start.startsWith(other.start) || other.start.startsWith(one.start);
	const isEnd = one.end.endsWith(other.end) || other.end.endsWith(one.end);
	return isStart && isEnd && (one.isMasked || other.isMasked);
}

function visibleDigits(card: string) {
	const compact = card.replace(/[\s-]/g, '');
	const [, start = '', masked = '', end = ''] = /^(\d*)([*•xX.]*)(\d*)$/.exec(compact) ?? [];
	if (masked === '') return start.length >= 12 ? { start, end: start, isMasked: false } : undefined;
	return end.length >= 4 ? { start, end, isMasked: true } : undefined;
}
