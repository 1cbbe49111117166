import type { INodeProperties } from 'n8n-workflow';

/** Which account: from the bank's list, by IBAN, or by an id of an earlier node. */
export const accountField: INodeProperties = {
	displayName: 'Account',
	name: 'account',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The account to read',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select an account…',
			typeOptions: { searchListMethod: 'searchAccounts', searchable: true },
		},
		{
			displayName: 'By IBAN',
			name: 'iban',
			type: 'string',
			placeholder: 'e.g. SE45 5000 0000 0583 9825 7466',
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: "e.g. the accountId of an earlier node's item",
		},
	],
};

export const allOrOne = (what: string): INodeProperties => ({
	displayName: 'Accounts',
	name: 'accounts',
	type: 'options',
	options: [
		{ name: 'All Accounts', value: 'all', description: `The ${what} of every connected account` },
		{ name: 'One Account', value: 'one', description: `The ${what} of the account you choose` },
	],
	default: 'all',
	description: 'Which of the connected accounts to read',
});

export const oneAccount: INodeProperties = {
	...accountField,
	displayOptions: { show: { accounts: ['one'] } },
};

export const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

const rawOption: INodeProperties = {
	displayName: "Include Bank's Own Answer",
	name: 'includeRaw',
	type: 'boolean',
	default: false,
	description: "Whether to add the bank's own fields, unchanged, under raw (with Simplify off)",
};

export const attendedOption: INodeProperties = {
	displayName: 'Account Holder IP Address',
	name: 'accountHolderIp',
	type: 'string',
	default: '',
	placeholder: 'e.g. 203.0.113.7',
	description:
		'Fill in only while the account holder is sitting there and asking for the data: such reads do not count against the four a day. Leave empty for scheduled workflows.',
};

const freshOption: INodeProperties = {
	displayName: 'Always Ask the Bank',
	name: 'fresh',
	type: 'boolean',
	default: false,
	description:
		"Whether to ask the bank even if an answer of the last minutes is at hand. Only test runs in the editor re-use answers, so that building a workflow does not use up the day's reads.",
};

/** Shown where all accounts are read: with one there is nothing to go on with. */
export const accountErrorsOption: INodeProperties = {
	displayName: "If an Account Can't Be Read",
	name: 'accountErrors',
	type: 'options',
	options: [
		{
			name: 'Go On, and Say So',
			value: 'goOn',
			description: 'Read the others. What could not be read is told by name, with what to do.',
		},
		{ name: 'Stop', value: 'stop', description: 'Fail, and give nothing' },
	],
	default: 'stop',
	description:
		'What to do when the bank gives one account and not another. Where the login or the consent has ended the node always fails.',
	displayOptions: { show: { '/accounts': ['all'] } },
};

export const optionsField = (...more: readonly INodeProperties[]): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [attendedOption, freshOption, rawOption, ...more],
});

/** n8n's own pair of fields, under its own names. */
export const limitFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: true,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];
