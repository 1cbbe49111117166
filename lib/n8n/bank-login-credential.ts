import {
	UserError,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IHttpRequestOptions,
	type INodeProperties,
} from 'n8n-workflow';
import { nextStepOf } from '../client/next-steps';
import { BankError } from '../errors';
import { tlsOptions } from '../keys/transport';
import { accessOf, readStoredLogin } from '../login/stored-login';
import { messageOf, settleSync } from '../outcome';
import type { BankProfile } from '../profile/profile';
import { otherLoginUrls } from './credential-fields';
import { keysOf } from './keys';

export const bankLoginType = 'psd2BankLoginApi';

/** The address of a request that is only there to have something stored: it is never sent. */
export const storeOnlyUrl = 'psd2:store-only';

/** The key under which a node hands over what is to be stored; not declared, so n8n never stores it. */
export const handOverKey = 'psd2HandOver';

export interface HandOver {
	/** From `writeStoredLogin`. */
	readonly tokens: string;
}

/** What the login credential asks for besides bank, environment and keys. */
export const bankLoginFields: INodeProperties[] = [
	...otherLoginUrls,
	{
		displayName: 'Client ID',
		name: 'clientId',
		type: 'string',
		default: '',
		required: true,
		description: 'What the bank calls your application',
	},
	{
		displayName: 'Client Secret',
		name: 'clientSecret',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		description: 'Also the key under which login links are sealed: a new secret voids them',
	},
	{
		displayName: 'Secret for Logins Without a Browser',
		name: 'headlessSecret',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description:
			'What a program sends in the header X-PSD2-Secret to start a login with a POST to the login page. At least 16 characters; empty: no program can.',
	},
];

/**
 * What a login fills in. The hidden fields carry no displayOptions, or the editor would drop the tokens at its next
 * save, and `password`, or it would be sent them in clear.
 */
export const loginStateFields: INodeProperties[] = [
	{
		displayName:
			'After saving, add the node PSD2 Bank Login Trigger with this credential and open its URL: the login there fills in the rest.',
		name: 'howToLogIn',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Stored At',
		name: 'marker',
		type: 'hidden',
		typeOptions: { expirable: true, password: true },
		default: '',
	},
	{
		displayName: 'Tokens',
		name: 'tokens',
		type: 'hidden',
		typeOptions: { password: true },
		default: '',
	},
];

/** `preAuthentication`: n8n stores what comes back where the expirable marker is among it, and nothing else. */
export function handOver(credentials: ICredentialDataDecryptedObject): IDataObject {
	const handed: unknown = credentials[handOverKey];
	// n8n 1 stores the whole of what it was given, with what comes back.
	delete credentials[handOverKey];
	if (typeof handed !== 'object' || handed === null || !('tokens' in handed)) return {};
	return { marker: String(Date.now()), tokens: String(handed.tokens) };
}

/** `authenticate`: stops requests that only store, and makes n8n's credential test a look at the consent. */
export function authenticateBankLogin(
	credentials: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
	bank: BankProfile | undefined,
	requestId: string,
): IHttpRequestOptions {
	if (request.url === storeOnlyUrl) throw new UserError('Stored; nothing is sent');
	const keys = settleSync(() => keysOf(credentials));
	if ('error' in keys) throw new UserError(toldByTest(keys.error));
	const { transport } = keys.value;
	const login = readStoredLogin(credentials.tokens);
	const access = login && accessOf(login);
	if (bank === undefined || access === undefined) {
		throw new UserError(
			'Nobody has logged in yet. Save this credential, add the node PSD2 Bank Login Trigger with it, open its URL and log in there',
		);
	}
	const { consentId } = access;
	const asked =
		consentId === undefined || bank.consent === undefined
			? bank.accounts.ask({})
			: bank.consent.status.ask({ consentId });
	return {
		...request,
		url: asked.path,
		headers: {
			...asked.headers,
			'X-Request-ID': requestId,
			Authorization: `Bearer ${access.accessToken}`,
		},
		...(transport && { agentOptions: tlsOptions(transport) }),
	};
}

/** n8n's credential test shows an error's `code` instead of its message where it has one. */
const toldByTest = (error: unknown) =>
	error instanceof BankError ? `${error.message}. ${nextStepOf(error)}` : messageOf(error);
