import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { bankBehindField } from '../shared/bank-behind';
import { authenticationField } from '../shared/credentials';
import { loginMethodOptions, redirectUriField } from '../shared/login-fields';

const both: INodePropertyOptions[] = [
	{
		name: 'Get Status',
		value: 'getStatus',
		description: 'Whether the bank still lets this connection read, and until when',
		action: 'Get the status of a consent',
	},
	{
		name: 'Revoke',
		value: 'revoke',
		description: 'End the consent at the bank; a bank login is also forgotten here',
		action: 'Revoke a consent',
	},
];

const bankLoginOnly: INodePropertyOptions[] = [
	{
		name: 'Erase',
		value: 'erase',
		description: 'Forget the login here without asking the bank',
		action: 'Erase a login',
	},
	{
		name: 'Finish Login',
		value: 'finishLogin',
		description: 'Go on with a login by redirect, with the address that the browser has ended at',
		action: 'Finish a login',
	},
	{
		name: 'Get Login Link',
		value: 'getLink',
		description: 'A link to the login page that may be sent by mail',
		action: 'Get a login link',
	},
	{
		name: 'Start Login',
		value: 'startLogin',
		description:
			'Start a login now: with a link and a QR code that must be used within 30 seconds, or with the address of the bank to log in at',
		action: 'Start a login',
	},
	{
		name: 'Wait for Login',
		value: 'waitForLogin',
		description: 'Wait until a started login is over',
		action: 'Wait for a login',
	},
];

const byName = (options: INodePropertyOptions[]) =>
	options.toSorted((one, other) => one.name.localeCompare(other.name));

const operationField = (
	authentication: string,
	options: INodePropertyOptions[],
): INodeProperties => ({
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: byName(options),
	default: 'getStatus',
	displayOptions: { show: { authentication: [authentication] } },
});

const during = (...operation: string[]) => ({
	show: { authentication: ['bankLogin'], operation },
});

export const consentFields: INodeProperties[] = [
	{ ...authenticationField, default: 'bankLogin' },
	operationField('bankLogin', [...both, ...bankLoginOnly]),
	operationField('oAuth2', both),
	{
		displayName: 'Login Page',
		name: 'loginPage',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://n8n.example.com/webhook/…/login',
		description: 'The production URL (GET) of the PSD2 Bank Login Trigger',
		displayOptions: during('getLink'),
	},
	{
		displayName: 'Valid for Hours',
		name: 'validHours',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 720 },
		default: 24,
		description: 'After that the link opens nothing. It is also void after the next login.',
		displayOptions: during('getLink'),
	},
	{
		displayName: 'Login Method',
		name: 'loginMethod',
		type: 'options',
		options: loginMethodOptions,
		default: 'decoupled',
		description: 'How the account holder logs in',
		displayOptions: during('startLogin'),
	},
	{
		...redirectUriField,
		description:
			'Exactly as registered at the bank: for a redirect, and for an app where the bank compares it. The address that the browser ends at goes into Finish Login; where this is the page of a PSD2 Bank Login Trigger of the same credential, it finishes the login by itself.',
		displayOptions: during('startLogin'),
	},
	{
		...bankBehindField,
		description: 'Only for services that stand for many banks: which of them to log in at',
		displayOptions: during('startLogin'),
	},
	{
		displayName: 'Personal Number',
		name: 'personalNumber',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description:
			'Who is going to log in, 12 digits, where only this person may. Best left empty. A number typed here stays readable in the workflow and wherever that is exported to: use an expression that reads it from where you keep such numbers.',
		displayOptions: during('startLogin'),
	},
	{
		displayName: 'IP Address',
		name: 'ipAddress',
		type: 'string',
		default: '',
		placeholder: 'e.g. 203.0.113.7',
		description: 'Of the account holder, where it is known: banks compare it',
		displayOptions: during('startLogin'),
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
		description: 'In which language the bank speaks to the account holder',
		displayOptions: during('startLogin'),
	},
	{
		displayName: 'Reference',
		name: 'reference',
		type: 'string',
		default: '={{ $json.reference }}',
		required: true,
		description: 'Of the login, from the item of Start Login',
		displayOptions: during('waitForLogin', 'finishLogin'),
	},
	{
		displayName: 'Address',
		name: 'address',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://example.org/callback?code=…&state=…',
		description:
			'Where the browser has ended after the login at the bank, the whole of it. It works once: best given by an expression, from a form for example.',
		displayOptions: during('finishLogin'),
	},
];
