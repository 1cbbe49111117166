import { randomUUID } from 'node:crypto';
import { Conversation, type Visitor } from '../../lib/auth/conversation';
import { newLogin } from '../../lib/auth/decoupled';
import { beginOrder, drive, type DriveOptions } from '../../lib/auth/drive';
import { finishLogin, type FinishOptions } from '../../lib/auth/finish-login';
import { LoginRecords, type LoginRecord } from '../../lib/auth/login-record';
import type { Access, Session } from '../../lib/auth/session';
import { BankClient } from '../../lib/client';
import { BankError } from '../../lib/errors';
import type { Account } from '../../lib/models/account';
import { hostsOf, loginHostsOf } from '../../lib/n8n/credential-hosts';
import { createSealer, type Sealer } from '../../lib/store/seal';
import type { BankLogin } from '../../lib/n8n/bank-login-session';
import { openLogin, type Ground } from './ground';

/** Where logins to one connection are begun, led and looked up: the trigger's page and the consent node share it. */
export interface LoginDesk {
	readonly ground: Ground;
	readonly login: BankLogin;
	readonly records: LoginRecords;
	/** Seals login links. */
	readonly linkSealer: Sealer;
	begin(visitor: Visitor, method: LoginRecord['method'], browser?: string): LoginRecord;
	conversation(visitor: Visitor): Conversation;
	/** What turns granted tokens into a stored login. */
	finishing(visitor: Visitor): FinishOptions;
	/** `undefined`: somebody else is leading it. */
	drive(
		record: LoginRecord,
		more?: Pick<DriveOptions, 'onChange' | 'signal' | 'orders'>,
	): Promise<LoginRecord | undefined>;
	/** Places the first order of a login that a later node waits for. */
	order(record: LoginRecord): Promise<LoginRecord>;
	appLinks(record: LoginRecord): ReturnType<typeof appLinksOf>;
}

export function openDesk(ground: Ground): LoginDesk {
	const login = openLogin(ground);
	const { bank, common } = ground;
	const { store, clock } = common;
	// Of this connection alone: several credentials may share one client secret.
	const sealer = createSealer(login.client.secret, `login record v1 of ${ground.connectionId}`);
	const records = new LoginRecords(store, sealer);
	const callsFor = ({ psuIpAddress }: Visitor) => login.calls.attendedBy(psuIpAddress);
	const conversation = (visitor: Visitor) =>
		new Conversation({ bank, calls: callsFor(visitor), client: login.client, clock, visitor });
	const finishing = (visitor: Visitor): FinishOptions => ({
		session: login.session,
		calls: callsFor(visitor),
		bank,
		secret: login.client.secret,
		readAccounts: (access) => readAccounts(ground, access, visitor),
	});
	const driving = ({ visitor }: LoginRecord): DriveOptions => ({
		bank,
		records,
		store,
		clock,
		conversation: conversation(visitor),
		finish: ({ reference, facts }, granted) =>
			finishLogin(finishing(visitor), reference, granted, facts['consentId']),
	});
	return {
		ground,
		login,
		records,
		linkSealer: createSealer(login.client.secret, 'login link v1'),
		begin: (visitor, method, browser) => ({
			reference: randomUUID(),
			method,
			startedAt: clock.now(),
			visitor,
			state: newLogin,
			facts: {},
			...(browser === undefined ? {} : { browser }),
		}),
		conversation,
		finishing,
		order: (record) => beginOrder(driving(record), record),
		drive: (record, more = {}) => drive({ ...driving(record), ...more }, record),
		appLinks: (record) => appLinksOf(ground, record),
	};
}

function appLinksOf({ bank, credentials, settings }: Ground, { standing }: LoginRecord) {
	const { autoStartToken } = standing ?? {};
	if (bank.decoupled === undefined || autoStartToken === undefined) return undefined;
	return bank.decoupled.appLinks(autoStartToken, loginHostsOf(bank, credentials, settings));
}

async function readAccounts(
	{ common, bank, credentials, settings, connectionId }: Ground,
	access: Access,
	{ psuIpAddress }: Visitor,
): Promise<readonly Account[]> {
	const client = new BankClient({
		...common,
		hosts: hostsOf(bank, credentials, settings),
		session: fixed(access),
		connection: { id: connectionId },
		attended: { psuIpAddress },
	});
	const accounts: Account[] = [];
	for await (const page of client.accounts()) accounts.push(...page);
	return accounts;
}

/** Tokens that are not stored yet: nothing renews them. */
const fixed = (access: Access): Session => ({
	current: async () => access,
	renew: async () => {
		throw new BankError('login-failed', 'The bank refuses the tokens that it has just given', {
			nextStep: 'Start the login again',
		});
	},
});
