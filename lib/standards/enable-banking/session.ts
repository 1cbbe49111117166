import { z } from 'zod/v4';
import { BankError } from '../../errors';
import { parseCurrency } from '../../models/money';
import { present } from '../../models/present';
import type { Consent } from '../../models/consent';
import { settleSync } from '../../outcome';
import type { Call, Context } from '../../profile/call';
import type { AccountParameters, CallContext } from '../../profile/reading';
import type { ConsentCalls } from '../../profile/profile';
import { get, segment } from '../kit/asking';
import { readSession } from '../kit/consents';
import { recordOf, textOf, textsOf } from '../kit/fields';
import { kept as facts } from './wire';

/*
 * A session gives its accounts' names and numbers once, when it is made. A uid names an account within one session; over
 * sessions its identification_hash does, which data calls do not take.
 */

type Fields = Readonly<Record<string, unknown>>;

/** What is worth keeping of an account: no postal address. */
const keptFields = [
	...['uid', 'account_id', 'account_servicer', 'all_account_ids', 'currency', 'credit_limit'],
	...['identification_hash', 'identification_hashes', 'name', 'details', 'product', 'usage'],
	...['cash_account_type', 'psu_status'],
];

/** Accounts as the fact that is kept. */
export const keptText = (accounts: readonly Fields[]): string =>
	JSON.stringify(
		accounts.map((account) =>
			Object.fromEntries(
				keptFields.flatMap((name) => {
					const value = account[name];
					return value === undefined || value === null ? [] : [[name, value]];
				}),
			),
		),
	);

/** `undefined`: nothing was kept, as of an answer that is read without its login. Throws where it is damaged. */
export function keptAccounts({ kept }: CallContext): readonly Fields[] | undefined {
	const text = kept?.[facts.accounts];
	if (text === undefined) return undefined;
	const read = settleSync(() => keptSchema.parse(JSON.parse(text)));
	if ('value' in read) return read.value;
	throw new BankError('login-required', 'What was kept of the login is damaged', {
		nextStep: 'Log in again: open the login page of the PSD2 Bank Login Trigger',
	});
}

const keptSchema = z.array(z.record(z.string(), z.unknown()));

/** What the login told of the accounts, with those that the session has besides. */
export interface SessionAccounts {
	/** As far as the session still has them. */
	readonly open: readonly unknown[];
	/** What places are told apart by: an account that is shut must not rename another one. */
	readonly all: readonly unknown[];
}

export function accountsOf(session: Fields, context: CallContext): SessionAccounts {
	const listed = [session['accounts']].flat();
	const told = keptAccounts(context) ?? [];
	const data = [session['accounts_data']].flat().map((each) => recordOf(each) ?? {});
	const uids = listed.map((each) => textOf(recordOf(each)?.['uid'] ?? each));
	const untold = listed.flatMap((each, index) => {
		const uid = uids[index];
		if (told.some((account) => textOf(account['uid']) === uid)) return [];
		if (recordOf(each) !== undefined) return [each];
		return [{ uid: each, ...data.find((account) => textOf(account['uid']) === uid) }];
	});
	const open = told.filter((account) => {
		const uid = textOf(account['uid']);
		return uid === undefined || uids.includes(uid);
	});
	return { open: [...open, ...untold], all: [...told, ...untold] };
}

/**
 * What names an account in paths of ours: its hash, with the currency where two accounts of several currencies share
 * their number. The uid only where nothing else tells it from the others.
 */
export function resourceIdOf(account: Fields, all: readonly unknown[]): string | undefined {
	const hash = textOf(account['identification_hash']);
	const uid = textOf(account['uid']);
	if (hash === undefined) return uid;
	const twins = all.map(recordOf).filter((one) => textOf(one?.['identification_hash']) === hash);
	if (twins.length <= 1) return hash;
	const currency = parseCurrency(account['currency']);
	const alike = twins.filter((one) => parseCurrency(one?.['currency']) === currency);
	return alike.length <= 1 ? `${hash}.${currency ?? ''}` : `${hash}.${uid ?? ''}`;
}

/** The account's place in the API. Throws where the connection has no such account, or the bank lets nobody read it. */
export function accountPath({ account, ...context }: AccountParameters, resource: string): string {
	const accounts = keptAccounts(context);
	if (accounts === undefined) return `/accounts/${segment(account.resourceId)}/${resource}`;
	const found =
		accounts.find((one) => resourceIdOf(one, accounts) === account.resourceId) ??
		onlyOne(accounts.filter((one) => isHashOf(one, account.resourceId)));
	if (found === undefined) {
		throw new BankError('not-found', 'The login that is in force has no such account', {
			field: 'account',
			nextStep:
				'Choose another account from the list. One that is missing must be linked to the application in the Control Panel of Enable Banking and chosen at the bank: then log in again',
		});
	}
	const uid = textOf(found['uid']);
	if (uid !== undefined) return `/accounts/${segment(uid)}/${resource}`;
	throw new BankError('not-permitted', 'The bank lets nobody read this account: it is blocked', {
		field: 'account',
		nextStep: 'Choose another account from the list, or ask the bank why it has blocked this one',
	});
}

/** A bank may come to tell more numbers of an account, and its first hash is another one then. */
const isHashOf = (account: Fields, hash: string) =>
	textsOf(account['identification_hashes']).includes(hash);

const onlyOne = <One>(list: readonly One[]): One | undefined =>
	list.length === 1 ? list[0] : undefined;

const sessionPath = ({ consentId = '' }: Pick<Context, 'consentId'>) =>
	`/sessions/${segment(consentId)}`;

export const askSession = (context: CallContext) => get(sessionPath(context));

const status: Call<Consent> = {
	operation: 'consent.status',
	at: 'api',
	ask: (context) => get(sessionPath(context)),
	read: ({ body }, { consentId }) => present<Consent>({ consentId, ...readSession(body) }),
};

const revoke: Call<void> = {
	operation: 'consent.revoke',
	at: 'api',
	ask: (context) => ({
		method: 'DELETE',
		path: sessionPath(context),
		headers: { accept: 'application/json' },
	}),
	read: () => undefined,
};

export const consentCalls = { status, revoke } as const satisfies ConsentCalls;
