import type { INodeProperties } from 'n8n-workflow';
import { bankBehindField } from '../shared/bank-behind';
import { loginMethodOptions, redirectUriField } from '../shared/login-fields';

export const triggerFields: INodeProperties[] = [
	{
		displayName:
			'Open <i>Webhook URLs</i> above: the address marked GET is the login page. Open it, or send it to the account holder. It is also the redirect URI to register at the bank. A POST to it starts a login without a browser.',
		name: 'howItWorks',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Login Method',
		name: 'loginMethod',
		type: 'options',
		options: loginMethodOptions,
		default: 'decoupled',
		description: 'How the account holder logs in',
	},
	{
		...bankBehindField,
		description:
			'Only for services that stand for many banks. Empty: the visitor chooses on the login page.',
	},
	{
		displayName: 'Who Can Open the Page',
		name: 'access',
		type: 'options',
		options: [
			{
				name: 'Anyone Who Has the Address',
				value: 'address',
				description: 'The address can not be guessed: give it to nobody but the account holder',
			},
			{
				name: 'Only Through a Login Link',
				value: 'link',
				description:
					'Links come from the PSD2 Consent node, expire, and are void after the next login: for mail',
			},
		],
		default: 'address',
		description: 'Who may start a login',
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		options: [
			{ name: 'Connected', value: 'connected', description: 'Somebody has logged in' },
			{
				name: 'Failed',
				value: 'failed',
				description:
					'A login was cancelled, took too long or was refused; the reason is in the item',
			},
		],
		default: ['connected'],
		required: true,
		description: 'What starts the workflow',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Ask for the Personal Number',
				name: 'asksPersonalNumber',
				type: 'boolean',
				default: false,
				description:
					'Whether the page asks who is going to log in, so that nobody else can. Some banks want it.',
			},
			{
				displayName: 'Language of the Page',
				name: 'language',
				type: 'options',
				options: [
					{ name: "As the Visitor's Browser Says", value: 'auto' },
					{ name: 'English', value: 'en' },
					{ name: 'Swedish', value: 'sv' },
				],
				default: 'auto',
				description: 'In which language the page speaks',
			},
			{
				...redirectUriField,
				description:
					"Exactly as registered at the bank. Empty: the page's own address. With another one the page asks for the address that the browser ends at, to be pasted.",
			},
		],
	},
];
