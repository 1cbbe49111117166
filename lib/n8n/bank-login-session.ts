import type { IAllExecuteFunctions, ICredentialDataDecryptedObject } from 'n8n-workflow';
import { BankCalls } from '../login/bank-calls';
import { LoginSession, type Vault } from '../login/login-session';
import { readStoredLogin, writeStoredLogin } from '../login/stored-login';
import type { ClientIdentity } from '../profile/hosts';
import type { BankProfile } from '../profile/profile';
import type { BankClientOptions } from '../client/options';
import type { Settings } from '../config/settings';
import { BankError } from '../errors';
import type { Clock } from '../http/port';
import { quote } from '../http/redact';
import { messageOf, settle } from '../outcome';
import { bankLoginType, handOverKey, storeOnlyUrl, type HandOver } from './bank-login-credential';
import { loginHostsOf } from './credential-hosts';

export interface BankLoginOptions
	extends Omit<BankClientOptions, 'hosts' | 'session' | 'connection'> {
	readonly context: IAllExecuteFunctions;
	readonly credentials: ICredentialDataDecryptedObject;
	readonly settings: Settings;
	readonly bank: BankProfile;
	/** A digest of the credential's id. */
	readonly connectionId: string;
}

/** One bank login credential: who the client is, its tokens, and the calls that are no reading ones. */
export interface BankLogin {
	readonly client: ClientIdentity;
	readonly session: LoginSession;
	readonly calls: BankCalls;
}

/** Throws `settings-invalid` naming the credential's field. */
export function openBankLogin(options: BankLoginOptions): BankLogin {
	const { context, credentials, settings, connectionId, ...client } = options;
	const { bank, store, clock } = client;
	const identity = {
		id: filled('Client ID', credentials.clientId),
		secret: filled('Client Secret', credentials.clientSecret),
	};
	const calls = new BankCalls({
		...client,
		hosts: loginHostsOf(bank, credentials, settings),
		connection: { id: connectionId },
	});
	const session = new LoginSession({
		bank,
		client: identity,
		vault: credentialVault(context, clock),
		calls,
		store,
		clock,
		connectionId,
	});
	return { client: identity, session, calls };
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
		await handOver(context, await raw(), { tokens });
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

/** Never sends anything: the credential stops the request when n8n has stored what it carries. */
async function handOver(
	context: IAllExecuteFunctions,
	credentials: ICredentialDataDecryptedObject,
	handed: HandOver,
): Promise<void> {
	const details = context.getNode().credentials?.[bankLoginType];
	const data = { ...credentials, marker: '', [handOverKey]: { ...handed } };
	await settle(
		context.helpers.httpRequestWithAuthentication.call(
			context,
			bankLoginType,
			{ url: storeOnlyUrl },
			{
				credentialsDecrypted: {
					id: details?.id ?? '',
					name: details?.name ?? '',
					type: bankLoginType,
					data,
				},
			},
		),
	);
}

function filled(field: string, value: unknown): string {
	const text = typeof value === 'string' ? value.trim() : '';
	if (text !== '') return text;
	throw new BankError('settings-invalid', `${field} of the credential is empty`, {
		field,
		nextStep: `Open the credential and fill in ${field}`,
	});
}
