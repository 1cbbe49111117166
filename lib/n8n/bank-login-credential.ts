import type { INodeProperties } from 'n8n-workflow';
import type { BankProfile } from '../profile/profile';
import { typedLoginUrls } from './credential-fields';

export const bankLoginType = 'psd2BankLoginApi';

/** What the login credential asks for besides bank, environment and keys. */
export const bankLoginFields = (banks: readonly BankProfile[]): INodeProperties[] => [
	...typedLoginUrls(banks),
	...clientIdFields(banks),
	{
		displayName: 'Client Secret',
		name: 'clientSecret',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		description: 'What the bank gave with the ID',
		...hiddenFor(banks.filter(({ client }) => client?.secret === 'none')),
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

const hiddenFor = (banks: readonly BankProfile[]): Pick<INodeProperties, 'displayOptions'> =>
	banks.length === 0 ? {} : { displayOptions: { hide: { bank: banks.map(({ id }) => id) } } };

/** One field under the name that each bank has for it. */
function clientIdFields(banks: readonly BankProfile[]): INodeProperties[] {
	const others = banks.filter(({ client }) => client?.id !== undefined);
	const field = {
		displayName: 'Client ID',
		name: 'clientId',
		type: 'string',
		default: '',
		required: true,
		description: 'What the bank calls your application',
	} as const;
	return [
		{ ...field, ...hiddenFor(others) },
		...others.map(({ id, client }) => ({
			...field,
			displayName: client?.id ?? field.displayName,
			displayOptions: { show: { bank: [id] } },
		})),
	];
}

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
