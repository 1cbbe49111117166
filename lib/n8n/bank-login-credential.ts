import type { INodeProperties } from 'n8n-workflow';
import type { BankProfile } from '../profile/profile';
import { clientFields } from './client-fields';
import { typedLoginUrls } from './credential-fields';

export const bankLoginType = 'psd2BankLoginApi';

/** What the login credential asks for besides bank, environment and keys. */
export const bankLoginFields = (banks: readonly BankProfile[]): INodeProperties[] => [
	...typedLoginUrls(banks),
	...clientFields(banks),
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
	{
		displayName: 'Key of Links and Logins',
		name: 'sealKey',
		type: 'hidden',
		typeOptions: { password: true },
		default: '',
	},
];
