import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

export const loginMethodOptions: INodePropertyOptions[] = [
	{
		name: 'In an App',
		value: 'decoupled',
		description: 'In BankID or an app of the bank: by a QR code, or on the same device',
	},
	{
		name: 'Redirect to the Bank',
		value: 'redirect',
		description: "On the bank's own pages",
	},
];

export const redirectUriField: INodeProperties = {
	displayName: 'Redirect URI',
	name: 'redirectUri',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://example.org/callback',
};
