import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

/** The logins a reading node takes; `authenticationField` chooses between them. */
export const bankCredentials: INodeCredentialDescription[] = [
	{
		name: 'psd2OAuth2Api',
		required: true,
		displayOptions: { show: { authentication: ['oAuth2'] } },
	},
	{
		name: 'psd2BankLoginApi',
		required: true,
		displayOptions: { show: { authentication: ['bankLogin'] } },
	},
];

export const authenticationField: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	options: [
		{
			name: 'Bank Login (BankID)',
			value: 'bankLogin',
			description: 'Logged in on the page of the PSD2 Bank Login Trigger',
		},
		{
			name: 'OAuth2 (Connect Button)',
			value: 'oAuth2',
			description: 'Logged in with "Connect" in the credential',
		},
	],
	default: 'oAuth2',
	description: 'How the bank was connected',
};
