import { createHmac } from 'node:crypto';
import { recordOf, textOf } from '../standards/kit/fields';
import type { Account } from '../models/account';
import type { StoredLogin } from './stored-login';

/** What tells an account, or its holder, from all others at the bank. */
interface Name {
	readonly kind: 'iban' | 'bban' | 'card' | 'masked-card' | 'phone' | 'resource';
	readonly text: string;
}

/**
 * Names accounts without holding their numbers. Keyed: an IBAN has too few digits for a bare digest. Each mark carries
 * its kind, so that a number of one kind is not taken for the same digits of another.
 */
export function accountMarks(accounts: readonly Account[], secret: string): string[] {
	const marks = accounts.flatMap(namesOf).map(({ kind, text }) => {
		return `${kind}:${keyed(`account ${kind}\n${text}`, secret)}`;
	});
	return [...new Set(marks)].sort();
}

/**
 * Whether the new accounts may take the connection over: it never had a login, or it was erased, or they share an
 * account with it. Where nothing names the accounts, on either side, they may not.
 */
export function isSameHolder(
	before: StoredLogin | undefined,
	accounts: readonly Account[],
	secret: string,
): boolean {
	if (before === undefined || before.isErased === true) return true;
	const now = new Set([...accountMarks(accounts, secret), ...formerMarks(accounts, secret)]);
	return before.accounts.some((mark) => now.has(mark));
}

/** As version 0.1 made them, without a kind; of masked numbers, which several people may share, there are none. */
function formerMarks(accounts: readonly Account[], secret: string): string[] {
	return accounts
		.map(({ iban, bban = '' }) => iban ?? (isWhole(bban) ? bban : ''))
		.filter((number) => number !== '')
		.map((number) => keyed(`account\n${number}`, secret));
}

const keyed = (text: string, secret: string) =>
	createHmac('sha256', secret).update(text).digest('base64url').slice(0, 22);

/** The bank's own id counts only where nothing better does: with many banks each consent has ids of its own. */
function namesOf(account: Account): readonly Name[] {
	const raw = recordOf(account.raw) ?? {};
	const cards = [textOf(raw['pan']), account.maskedPan].filter((each) => each !== undefined);
	const numbers: readonly Name[] = [
		...(account.iban === undefined ? [] : [{ kind: 'iban', text: account.iban } as const]),
		...named('bban', account.bban),
		...cards.flatMap((card) => named('card', card)),
		...named('phone', textOf(raw['msisdn'])),
	];
	if (numbers.length > 0) return numbers;
	return [
		...cards.flatMap((card) => maskedCard(card, account.ownerName)),
		...named('resource', account.resourceId),
	];
}

function named(kind: Name['kind'], text: string | undefined): readonly Name[] {
	return text !== undefined && isWhole(text) ? [{ kind, text: compact(text) }] : [];
}

/** Two people's cards may show the same digits: such a number counts together with its owner's name only. */
function maskedCard(number: string, owner: string | undefined): readonly Name[] {
	if (owner === undefined) return [];
	return [{ kind: 'masked-card', text: `${compact(number)}\n${compact(owner)}` }];
}

const compact = (text: string) =>
	text
		.normalize('NFKC')
		.replace(/[^\p{L}\p{N}]|x{3,}/giu, '')
		.toUpperCase();

/** `5409********1234`, `…XXXX1234`, `5409......1234`. */
const masked = /[*•·#]|x{3,}|([^\p{L}\p{N}])\1{2,}/iu;

/**
 * Whether a number or id is shown whole and is no mere place in a list (`1`, `acc-2`, `0003`), which the next person's
 * may have as well.
 */
function isWhole(text: string): boolean {
	if (masked.test(text)) return false;
	const digits = text.replace(/(?<!\d)0+/g, '').match(/\d/g)?.length ?? 0;
	return digits >= 6 || (digits > 0 && /[\p{L}\d]{16,}/u.test(text));
}
