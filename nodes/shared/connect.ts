import { isIP } from 'node:net';
import { readStoredLogin } from '../../lib/login/stored-login';
import { BankClient, type BankClientOptions } from '../../lib/client';
import type { Settings } from '../../lib/config/settings';
import { BankError } from '../../lib/errors';
import { present } from '../../lib/models/present';
import { bankLoginType } from '../../lib/n8n/bank-login-credential';
import { environmentOf } from '../../lib/n8n/credential-hosts';
import { loginMark } from '../../lib/n8n/login-mark';
import { loginSecret } from '../../lib/n8n/login-secret';
import { sealKeyIn } from '../../lib/n8n/seal-key';
import type { WireOptions } from '../../lib/n8n/wire';
import { readFlag, readText } from './field-values';
import {
	chosenCredential,
	openGround,
	sessionFor,
	type Ground,
	type ReadingContext,
} from './ground';

/** A client for one item. Throws `settings-invalid` naming the credential's field. */
export const connect = async (context: ReadingContext, itemIndex: number): Promise<BankClient> =>
	new BankClient(await connection(context, itemIndex));

/** Everything between a node and its bank. */
export interface Connection extends BankClientOptions {
	/** How `http` leaves n8n, for whoever opens connections of his own. */
	readonly wire: WireOptions;
}

/** For one item. Throws `settings-invalid` naming the credential's field. */
export async function connection(context: ReadingContext, itemIndex: number): Promise<Connection> {
	const ground = await openGround(context, chosenCredential(context, itemIndex), itemIndex);
	const { bank, credentials, settings, connectionId, common, wire } = ground;
	const reading = readingOptions(context, itemIndex, settings);
	const secretForCache = await secretOf(ground);
	const { hosts, constants } = environmentOf(bank, credentials, settings);
	return {
		...common,
		hosts,
		...(constants === undefined ? {} : { constants }),
		session: sessionFor(ground, 'attended' in reading),
		connection: {
			id: connectionId,
			...(secretForCache === undefined ? {} : { secretForCache }),
			...(await loginOf(ground)),
		},
		...reading,
		wire,
	};
}

async function loginOf({ credentialType, credentials, common }: Ground) {
	if (credentialType === bankLoginType) {
		const { loginId: login, loggedInAt } = readStoredLogin(credentials.tokens) ?? {};
		return present<Pick<BankClientOptions['connection'], 'login' | 'loggedInAt'>>({
			login,
			loggedInAt,
		});
	}
	const login = await loginMark(common.store, credentials.oauthTokenData);
	return login === undefined ? {} : { login };
}

/**
 * What seals what is kept: the credential's own key, else the client's secret, or the login's own where the client
 * has none (PKCE alone).
 */
async function secretOf({ credentials, common }: Ground): Promise<string | undefined> {
	return (
		sealKeyIn(credentials) ??
		common.client?.secret ??
		(await loginSecret(common.store, credentials.oauthTokenData))
	);
}

/** Runs from the editor and pickers re-use answers of the last minutes, so that building a workflow costs no reads. */
function readingOptions(context: ReadingContext, itemIndex: number, settings: Settings) {
	const isPicker = !('getInputData' in context);
	const option = (name: string, fallback: unknown): unknown =>
		isPicker ? fallback : context.getNodeParameter(`options.${name}`, itemIndex, fallback);
	const address = readText('Account Holder IP Address', option('accountHolderIp', ''));
	if (address !== '' && isIP(address) === 0) {
		throw new BankError(
			'invalid-input',
			'Account Holder IP Address must be an IP address such as 203.0.113.7',
			{ field: 'Account Holder IP Address' },
		);
	}
	const isFresh = readFlag('Always Ask the Bank', option('fresh', false), false);
	const keeps = (isPicker || context.getMode() === 'manual') && settings.cacheMs > 0;
	return {
		...(address === '' ? {} : { attended: { psuIpAddress: address } }),
		...(keeps ? { cacheMs: settings.cacheMs } : {}),
		...(isFresh || isPicker ? {} : { run: context.getExecutionId() }),
		cache: !keeps ? 'off' : isFresh ? 'refresh' : 'use',
		...(settings.readsPerDay === undefined ? {} : { readsPerDay: settings.readsPerDay }),
	} as const;
}
