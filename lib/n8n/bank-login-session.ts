import type { IAllExecuteFunctions, ICredentialDataDecryptedObject } from 'n8n-workflow';
import { BankCalls } from '../login/bank-calls';
import { LoginSession, type Vault } from '../login/login-session';
import { readStoredLogin, writeStoredLogin } from '../login/stored-login';
import type { BankProfile } from '../profile/profile';
import type { BankClientOptions } from '../client/options';
import type { Settings } from '../config/settings';
import { BankError } from '../errors';
import type { Clock } from '../http/port';
import { quote } from '../http/redact';
import { messageOf, settle } from '../outcome';
import { bankLoginType } from './bank-login-credential';
import { requireClient } from './client-fields';
import { loginEnvironmentOf } from './credential-hosts';
import { handOver } from './hand-over';

export interface BankLoginOptions
	extends Omit<BankClientOptions, 'hosts' | 'session' | 'connection'> {
	readonly context: IAllExecuteFunctions;
	readonly credentials: ICredentialDataDecryptedObject;
	readonly settings: Settings;
	readonly bank: BankProfile;
	/** A digest of the credential's id. */
	readonly connectionId: string;
}

/** One bank login credential: its tokens, and the calls that are no reading ones. */
export interface BankLogin {
	readonly session: LoginSession;
	readonly calls: BankCalls;
}

/** Throws `settings-invalid` naming the credential's field. */
export function openBankLogin(options: BankLoginOptions): BankLogin {
	const { context, credentials, settings, connectionId, ...client } = options;
	const { bank, store, clock } = client;
	requireClient(bank, credentials);
	const { hosts, constants } = loginEnvironmentOf(bank, credentials, settings);
	const calls = new BankCalls({
		...client,
		hosts,
		connection: { id: connectionId },
		...(constants === undefined ? {} : { constants }),
	});
	const session = new LoginSession({
		bank,
		vault: credentialVault(context, clock),
		calls,
		store,
		clock,
		connectionId,
	});
	return { session, calls };
}

/** Altogether about three seconds: a database that is busy for longer is broken. */
const readAttempts = 10;
/** About half a minute: what the bank gives once is gone where it can't be stored. */
const writeAttempts = 35;

/**
 * The login inside n8n's own encrypted credential. n8n has no call for a node to store something there, but
 * it stores what a credential's `preAuthentication` gives back (docs/decisions/0004). It does so with a plain read
 * and write, so a save in the editor at the same moment can undo ours: hence the reading back.
 */
function credentialVault(context: IAllExecuteFunctions, clock: Clock): Vault {
	const raw = async () => await context.getCredentials(bankLoginType);
	const save = async (tokens: string) => {
		await handOver(context, { tokens });
		return (await raw()).tokens === tokens;
	};
	const untilDone = async <Value>(
		attempts: number,
		work: () => Promise<Value | false>,
	): Promise<Value> => {
		let cause: unknown;
		for (let attempt = 1; attempt <= attempts; attempt += 1) {
			const outcome = await settle(work());
			if ('value' in outcome && outcome.value !== false) return outcome.value;
			if ('error' in outcome) cause = outcome.error;
			await clock.sleep(attempt * 50);
		}
		throw new BankError('storage-failed', "n8n's database does not answer for the bank's tokens", {
			nextStep: 'Check that n8n can read and write its database. If tokens are lost, log in again',
			...(cause === undefined ? {} : { cause: new Error(quote(messageOf(cause))) }),
		});
	};
	return {
		read: async () => readStoredLogin((await untilDone(readAttempts, raw)).tokens),
		write: async (login) => {
			await untilDone(writeAttempts, () => save(writeStoredLogin(login)));
		},
	};
}
