import { randomUUID } from 'node:crypto';
import { LateRecords } from '../../lib/audit/late-records';
import { Conversation, type Visitor } from '../../lib/login/conversation';
import { newLogin } from '../../lib/login/script';
import { beginOrder, drive, type DriveOptions } from '../../lib/login/drive';
import { finishLogin, storedLogin, type FinishOptions } from '../../lib/login/finish';
import { LoginRecords, type LoginRecord } from '../../lib/login/record';
import type { Access, Session } from '../../lib/login/session';
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
	/** `undefined`: somebody else is leading it. */
	drive(
		record: LoginRecord,
		more?: Pick<DriveOptions, 'onChange' | 'signal' | 'orders' | 'redeem' | 'arrived'>,
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
		new Conversation({
			bank,
			calls: callsFor(visitor),
			client: login.client,
			clock,
			visitor,
		});
	const finishing = (visitor: Visitor, late = new LateRecords()): FinishOptions => ({
		session: login.session,
		calls: callsFor(visitor).keeping(late),
		bank,
		secret: login.client.secret,
		readAccounts: (access) => readAccounts(ground, access, visitor, late),
	});
	const driving = ({ visitor }: LoginRecord): DriveOptions => ({
		bank,
		records,
		store,
		clock,
		conversation: conversation(visitor),
		finish: async ({ reference, facts }, redeem) => {
			const late = new LateRecords();
			const options = finishing(visitor, late);
			const granted = () => redeem(late);
			const finished = await finishLogin(options, reference, granted, facts['consentId']);
			const why = await late.said(`Somebody has logged in to ${bank.name} and is connected`);
			if (why !== undefined) ground.context.logger.error(why.message);
			return finished;
		},
		recover: ({ reference }) => storedLogin(finishing(visitor), reference),
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
	lateRecords: LateRecords,
): Promise<readonly Account[]> {
	const { signal: _stop, ...unstopped } = common;
	const client = new BankClient({
		...unstopped,
		lateRecords,
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
