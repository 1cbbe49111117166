import { randomUUID } from 'node:crypto';
import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { banks, findBank } from '../lib/banks';
import { bankLoginFields, loginStateFields } from '../lib/n8n/bank-login-credential';
import { choiceFields } from '../lib/n8n/choice-fields';
import { bankFields, chosenBank, loadSettings } from '../lib/n8n/credential-fields';
import { handedOver } from '../lib/n8n/hand-over';
import { keyFields } from '../lib/n8n/key-fields';
import { authenticateBankLogin } from '../lib/n8n/probe';

const loaded = loadSettings();
const offered = banks.filter(({ logins }) => logins.length > 0);

/** Connect a bank with BankID, or by a redirect that n8n's Connect button can't do. Filled by the login trigger. */
export class Psd2BankLoginApi implements ICredentialType {
	name = 'psd2BankLoginApi';

	displayName = 'PSD2 Bank Login API';

	icon: Icon = {
		light: 'file:../nodes/shared/icons/login.svg',
		dark: 'file:../nodes/shared/icons/login.dark.svg',
	};

	documentationUrl = 'https://github.com/n8n-nodes-psd2/n8n-nodes-psd2#log-in-with-bankid';

	/** Bank tokens are for these nodes only, where n8n knows this (2.33). */
	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		...bankFields(offered, loaded),
		...choiceFields(offered),
		...bankLoginFields(offered),
		...keyFields(offered, loaded.settings.environment),
		...loginStateFields,
	];

	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		return handedOver(credentials);
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const bank = findBank(String(credentials.bank));
		return authenticateBankLogin(credentials, request, bank, loaded.settings, randomUUID());
	}

	/** The consent's status costs none of the day's reads. Without a login no bank is asked: see `authenticate`. */
	test: ICredentialTestRequest = {
		request: {
			baseURL: chosenBank(offered, loaded.settings, 'api', '$credentials'),
			url: '/',
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message:
						'The bank does not accept this login any more: log in again on the login page of the PSD2 Bank Login Trigger',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message:
						'The bank does not accept this consent any more: log in again on the login page of the PSD2 Bank Login Trigger',
				},
			},
		],
	};
}
