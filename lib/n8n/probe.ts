import {
	UserError,
	type ICredentialDataDecryptedObject,
	type IHttpRequestOptions,
} from 'n8n-workflow';
import { dressed } from '../client/dress';
import { nextStepOf } from '../client/next-steps';
import type { Settings } from '../config/settings';
import { BankError } from '../errors';
import { tlsOptions } from '../keys/transport';
import { messageOf, settleSync } from '../outcome';
import { payloadOf } from '../http/payload';
import type { HttpRequest } from '../http/port';
import { accessOf, readStoredLogin } from '../login/stored-login';
import type { Texts } from '../profile/hosts';
import type { BankProfile } from '../profile/profile';
import type { CallContext } from '../profile/reading';

import { n8nClock } from './clock';
import { clientOf } from './client-fields';
import { usualProbe } from './credential-fields';
import { choicesOf, chosenEnvironment, environmentOf } from './credential-hosts';
import { needsKeys } from './key-fields';
import { keysOf } from './keys';
import { storeOnlyUrl } from './hand-over';

/**
 * `authenticate` of the bank login credential: stops requests that only store, and makes n8n's credential test a look
 * at the consent, as every other call of the bank goes.
 */
export function authenticateBankLogin(
	credentials: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
	bank: BankProfile | undefined,
	settings: Settings,
	requestId: string,
): IHttpRequestOptions {
	if (request.url === storeOnlyUrl) throw new UserError('Stored; nothing is sent');
	const probe = settleSync(() => probeOf(credentials, bank, settings, requestId));
	if ('value' in probe) return { ...request, ...probe.value };
	throw new UserError(toldByTest(probe.error));
}

function probeOf(
	credentials: ICredentialDataDecryptedObject,
	bank: BankProfile | undefined,
	settings: Settings,
	requestId: string,
): Partial<IHttpRequestOptions> {
	const environment = chosenEnvironment(credentials, settings);
	const { transport, signing } = keysOf(credentials, bank && needsKeys(bank, environment));
	const login = readStoredLogin(credentials.tokens);
	const access = login && accessOf(login);
	if (bank === undefined || access === undefined) {
		throw new UserError(
			'Nobody has logged in yet. Save this credential, add the node PSD2 Bank Login Trigger with it, open its URL and log in there',
		);
	}
	const { hosts, constants = {} } = environmentOf(bank, credentials, settings);
	const asked = askedOf(bank, {
		...{ constants, kept: access.kept ?? {}, choices: choicesOf(bank, credentials) },
		...(access.consentId !== undefined && { consentId: access.consentId }),
	});
	const sent = dressed(
		{ bank, hosts, constants, client: clientOf(bank, credentials, signing), clock: n8nClock },
		{
			request: asked,
			url: `${hosts.api}${asked.path}`,
			requestId,
			operation: 'probe',
			as: 'person',
			access,
		},
	);
	const payload = payloadOf(sent);
	return {
		baseURL: '',
		method: sent.method,
		url: sent.path,
		headers: { ...(payload && { 'Content-Type': payload.type }), ...sent.headers },
		...(payload && { body: payload.data }),
		...(transport && { agentOptions: tlsOptions(transport) }),
	};
}

/** n8n's credential test shows an error's `code` instead of its message where it has one. */
const toldByTest = (error: unknown) =>
	error instanceof BankError ? `${error.message}. ${nextStepOf(error)}` : messageOf(error);

function askedOf({ probe = usualProbe, accounts }: BankProfile, context: CallContext): HttpRequest {
	const { consentId, kept, choices } = context;
	const texts: Texts = { ...kept, ...choices, ...(consentId !== undefined && { consentId }) };
	const filled = (path: string) =>
		path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(texts[name] ?? ''));
	if (probe.ofConsent === undefined || consentId === undefined)
		return { ...accounts.ask(context), path: filled(probe.path) };
	return {
		method: 'GET',
		path: filled(probe.ofConsent),
		headers: { accept: 'application/json' },
	};
}
