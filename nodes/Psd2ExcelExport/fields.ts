import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { columnTable } from '../../lib/export/rows';
import { authenticationField } from '../shared/credentials';
import { accountErrorsOption, allOrOne, attendedOption, oneAccount } from '../shared/fields';
import { periodFields } from '../shared/period-fields';

const fromBank = { source: ['bank'] };

const onlyFromBank = (field: INodeProperties): INodeProperties => ({
	...field,
	displayOptions: { show: { ...field.displayOptions?.show, ...fromBank } },
});

/** `hide`, because the editor hides every field that stands in a `show` of the login's own fields: Source itself. */
export const notFromItems = { hide: { source: ['items'] } };

const formatField: INodeProperties = {
	displayName: 'Format',
	name: 'format',
	type: 'options',
	options: [
		{ name: 'CAMT.053', value: 'camt053', description: 'Bank statement as ISO 20022 XML' },
		{ name: 'CSV', value: 'csv', description: 'Text with separators, one file' },
		{
			name: 'Excel',
			value: 'xlsx',
			description: 'Workbook with a summary and a sheet per account',
		},
		{ name: 'MT940', value: 'mt940', description: 'Bank statement as SWIFT text' },
		{ name: 'OFX', value: 'ofx', description: 'Open Financial Exchange 2.2' },
	],
	default: 'xlsx',
	description: 'What kind of file to make',
};

const titleCase = (words: string) =>
	words.replace(/(?<=^|\s)\p{Ll}/gu, (letter) => letter.toUpperCase());

const columnOptions: INodePropertyOptions[] = columnTable.map(({ key, header }) => ({
	name: titleCase(header.en),
	value: key,
}));

const options: INodeProperties[] = [
	attendedOption,
	{
		displayName: 'Byte Order Mark',
		name: 'byteOrderMark',
		type: 'boolean',
		default: true,
		description: 'Whether to start a CSV file with the mark by which Excel knows UTF-8',
		displayOptions: { show: { '/format': ['csv'] } },
	},
	{
		displayName: 'Columns',
		name: 'columns',
		type: 'multiOptions',
		options: columnOptions,
		default: [],
		description:
			'Which columns to write, in the order of the list. None chosen means the usual ones.',
		displayOptions: { show: { '/format': ['csv', 'xlsx'] } },
	},
	{
		displayName: 'Decimal Separator',
		name: 'decimalSeparator',
		type: 'options',
		options: [
			{ name: 'Comma', value: ',' },
			{ name: 'Point', value: '.' },
		],
		default: '.',
		description: 'How a CSV file writes decimals',
		displayOptions: { show: { '/format': ['csv'] } },
	},
	{
		...accountErrorsOption,
		displayOptions: {
			show: { ...accountErrorsOption.displayOptions?.show, '/source': ['bank'] },
		},
	},
	{
		displayName: 'Language',
		name: 'language',
		type: 'options',
		options: [
			{ name: 'English', value: 'en' },
			{ name: 'Swedish', value: 'sv' },
		],
		default: 'en',
		description: 'The language of headers and of the summary',
		displayOptions: { show: { '/format': ['csv', 'xlsx'] } },
	},
	{
		displayName: 'Running Balance',
		name: 'runningBalance',
		type: 'boolean',
		default: true,
		description: 'Whether to add a column with the balance after each transaction',
		displayOptions: { show: { '/format': ['xlsx'] } },
	},
	{
		displayName: 'Separator',
		name: 'separator',
		type: 'options',
		options: [
			{ name: 'Comma', value: ',' },
			{ name: 'Semicolon', value: ';' },
			{ name: 'Tab', value: '\t' },
		],
		default: ',',
		description: 'What stands between the columns of a CSV file',
		displayOptions: { show: { '/format': ['csv'] } },
	},
];

export const exportFields: INodeProperties[] = [
	{
		displayName: 'Source',
		name: 'source',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Items of the Nodes Before',
				value: 'items',
				description: 'Accounts, balances and transactions that earlier PSD2 nodes have read',
			},
			{
				name: 'Straight From the Bank',
				value: 'bank',
				description: 'Read while writing: any number of transactions, hardly any memory',
			},
		],
		default: 'items',
		description: 'Where the data comes from',
	},
	{ ...authenticationField, displayOptions: notFromItems },
	onlyFromBank(allOrOne('data')),
	onlyFromBank(oneAccount),
	...periodFields.map(onlyFromBank),
	formatField,
	{
		displayName: 'File Name',
		name: 'fileName',
		type: 'string',
		default: 'bank-export',
		placeholder: 'e.g. bank-2026-01',
		description: 'Name of the file. The ending is added where it is missing.',
	},
	{
		displayName: 'Put Output File in Field',
		name: 'binaryPropertyName',
		type: 'string',
		default: 'data',
		required: true,
		placeholder: 'e.g. data',
		hint: 'The name of the output binary field to put the file in',
		description: 'Name of the binary field that holds the file',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options,
	},
];
