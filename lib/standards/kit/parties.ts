import type { AccountNumber } from '../../models/account';
import { accountNumberOf } from './account-number';
import { hasNumber, isForeignNumber, isOwnNumber, type OwnAccount } from './own-account';

/** One side of a payment as the bank names it. */
export interface Party {
	readonly name?: string | undefined;
	readonly account?: unknown;
	/** The field the name was read from. */
	readonly source: string;
}

/** One side of a payment, held against the account that was asked. */
export interface Side {
	readonly name?: string | undefined;
	readonly source: string;
	readonly number: AccountNumber;
	/** Under one of the account's own numbers. */
	readonly isOwn: boolean;
}

export interface Sides {
	readonly creditor: Side;
	readonly debtor: Side;
}

export const sidesOf = (creditor: Party, debtor: Party, own: OwnAccount): Sides => ({
	creditor: sideOf(creditor, own),
	debtor: sideOf(debtor, own),
});

const noNumber: AccountNumber = {};

function sideOf({ name, account, source }: Party, own: OwnAccount): Side {
	if (account === undefined) return { name, source, number: noNumber, isOwn: false };
	const number = accountNumberOf(account);
	return { name, source, number, isOwn: isOwnNumber(number, own) };
}

export const isGiven = ({ name, number }: Side): boolean => name !== undefined || hasNumber(number);

/** Its number shows that it is not the account that was asked. */
export const isForeign = ({ number }: Side, own: OwnAccount): boolean =>
	isForeignNumber(number, own);

/** What the parties say of the direction, held against the account's own numbers. */
export interface PartiesSay {
	readonly isOut: boolean;
	/** Both sides are given, one of them ours. */
	readonly isProof: boolean;
}

/** `undefined` where neither side is told to be ours or not. */
export function partiesSay({ creditor, debtor }: Sides, own: OwnAccount): PartiesSay | undefined {
	if (creditor.isOwn !== debtor.isOwn) {
		const other = creditor.isOwn ? debtor : creditor;
		return { isOut: debtor.isOwn, isProof: isGiven(other) };
	}
	if (creditor.isOwn) return undefined;
	if (isForeign(creditor, own) && !isGiven(debtor)) return { isOut: true, isProof: false };
	if (isForeign(debtor, own) && !isGiven(creditor)) return { isOut: false, isProof: false };
	return undefined;
}

/** Of a payment that is only planned, whoever is named alone is the other party. */
export function namedAlone({ creditor, debtor }: Sides): PartiesSay | undefined {
	if (isGiven(creditor) === isGiven(debtor)) return undefined;
	return { isOut: isGiven(creditor), isProof: false };
}
