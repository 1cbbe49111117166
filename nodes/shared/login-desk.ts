import { randomBytes, randomUUID } from 'node:crypto';
import { LateRecords } from '../../lib/audit/late-records';
import { LoginChoices } from '../../lib/login/choices';
import { newLogin } from '../../lib/login/script';
import { begin, drive, type DriveOptions } from '../../lib/login/drive';
import { finishLogin, storedLogin, type FinishOptions } from '../../lib/login/finish';
import { LoginRecords, type LoginRecord, type Visitor } from '../../lib/login/record';
import type { Access, Session } from '../../lib/login/session';
import { Steps } from '../../lib/login/steps';
import type { Texts } from '../../lib/profile/hosts';
import type { Login } from '../../lib/profile/login';
import { BankClient } from '../../lib/client';
import { BankError } from '../../lib/errors';
import type { Account } from '../../lib/models/account';
import { environmentOf } from '../../lib/n8n/credential-hosts';
import { sealKeyOf } from '../../lib/n8n/seal-key';
import { createSealer, type Sealer } from '../../lib/store/seal';
import type { BankLogin } from '../../lib/n8n/bank-login-session';
import { openLogin, type Ground } from './ground';

export type LoginMethod = LoginRecord['method'];

/** What a login begins with. */
export interface Beginning {
	readonly visitor: Visitor;
	readonly method: LoginMethod;
	/** Digest of the browser's cookie; absent: a program. */
	readonly browser?: string;
	readonly redirectUri?: string;
	readonly isPasted?: boolean;
	/** As `LoginDesk.choices` has found them. */
	readonly choices?: Texts;
}

/** Where logins to one connection are begun, led and looked up: the trigger's page and the consent node share it. */
export interface LoginDesk {
	readonly ground: Ground;
	readonly login: BankLogin;
	readonly records: LoginRecords;
	/** Keys whatever leaves the credential. */
	readonly secret: string;
	/** Seals login links. */
	readonly linkSealer: Sealer;
	readonly choices: LoginChoices;
	/** The bank's login of that kind. Throws `settings-invalid` where it has none. */
	loginOf(method: LoginMethod): Login;
	begin(beginning: Beginning): LoginRecord;
	/** `undefined`: somebody else is leading it. */
	drive(
		record: LoginRecord,
		more?: Pick<DriveOptions, 'onChange' | 'signal' | 'orders' | 'query'>,
	): Promise<LoginRecord | undefined>;
	/** As far as a login gets before somebody has to act: a later node waits for that. */
	start(record: LoginRecord): Promise<LoginRecord>;
	/** Where the browser has to go now. */
	addressOf(record: LoginRecord): string | undefined;
}

/** Throws `settings-invalid` naming the credential's field. */
export async function openDesk(ground: Ground): Promise<LoginDesk> {
	const login = openLogin(ground);
	const { bank, common, context, connectionId } = ground;
	const { store, clock } = common;
	const secret = await sealKeyOf({ context, store, clock, connectionId });
	// Of this connection alone: a copied credential has the same key.
	const sealer = createSealer(secret, `login record v2 of ${connectionId}`);
	const records = new LoginRecords(store, sealer);
	const stepsOf = ({ method, visitor }: LoginRecord) =>
		new Steps({ login: loginOf(ground, method), calls: login.calls.attendedBy(visitor), clock });
	const finishing = (visitor: Visitor, late = new LateRecords()): FinishOptions => ({
		session: login.session,
		calls: login.calls.attendedBy(visitor).keeping(late),
		bank,
		clock,
		secret,
		...formerSecretOf(ground),
		readAccounts: (access) => readAccounts(ground, access, visitor, late),
	});
	const driving = (record: LoginRecord): DriveOptions => ({
		records,
		store,
		clock,
		steps: stepsOf(record),
		finish: async ({ reference, visitor }, redeem) => {
			const late = new LateRecords();
			const finished = await finishLogin(finishing(visitor, late), reference, () => redeem(late));
			const why = await late.said(`Somebody has logged in to ${bank.name} and is connected`);
			if (why !== undefined) context.logger.error(why.message);
			return finished;
		},
		recover: ({ reference, visitor }) => storedLogin(finishing(visitor), reference),
	});
	return {
		ground,
		login,
		records,
		secret,
		linkSealer: createSealer(secret, `login link v2 of ${connectionId}`),
		choices: new LoginChoices({
			...{ bank, store, clock, connectionId },
			calls: login.calls,
			sealer: createSealer(secret, `login choices v1 of ${connectionId}`),
		}),
		loginOf: (method) => loginOf(ground, method),
		begin: ({ choices = {}, ...beginning }) => ({
			reference: randomUUID(),
			startedAt: clock.now(),
			state: newLogin,
			facts: { codeVerifier: randomBytes(32).toString('base64url') },
			choices,
			...beginning,
		}),
		start: (record) => begin(driving(record), record),
		drive: (record, more = {}) => drive({ ...driving(record), ...more }, record),
		addressOf: (record) => {
			const steps = stepsOf(record);
			const step = steps.at(record.state.step);
			const isThere = record.state.phase === 'waiting' && step !== undefined && 'visit' in step;
			return isThere ? steps.addressOf(step, record) : undefined;
		},
	};
}

/** Marks of accounts were keyed by the client's secret before the credential had a key of its own. */
function formerSecretOf({ common }: Ground): Pick<FinishOptions, 'formerSecret'> {
	const secret = common.client?.secret;
	return secret === undefined ? {} : { formerSecret: secret };
}

const hows = { decoupled: 'app', redirect: 'redirect' } as const;

function loginOf({ bank }: Ground, method: LoginMethod): Login {
	const login = bank.logins.find(({ how }) => how === hows[method]);
	if (login !== undefined) return login;
	throw new BankError(
		'settings-invalid',
		method === 'redirect'
			? `${bank.name} has no login by redirect here`
			: `${bank.name} has no login in an app`,
		{
			field: 'Login Method',
			nextStep:
				method === 'redirect'
					? 'Choose the app in Login Method, or connect with the PSD2 OAuth2 API credential'
					: 'Choose the redirect in Login Method, or another bank in the credential',
		},
	);
}

async function readAccounts(
	ground: Ground,
	access: Access,
	attended: Visitor,
	lateRecords: LateRecords,
): Promise<readonly Account[]> {
	const { common, bank, credentials, settings, connectionId } = ground;
	const { signal: _stop, ...unstopped } = common;
	const { hosts, constants } = environmentOf(bank, credentials, settings);
	const client = new BankClient({
		...unstopped,
		lateRecords,
		hosts,
		...(constants === undefined ? {} : { constants }),
		session: fixed(access),
		connection: { id: connectionId },
		attended,
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
