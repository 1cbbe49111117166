import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { BankEnvironment, Connect, Environment } from '../profile/hosts';
import type { Access, BankProfile, Probe } from '../profile/profile';
import { environmentInForce, hostsInForce } from '../config/hosts';
import { readSettings, type Settings } from '../config/settings';
import { typedUrl } from '../config/typed-url';
import { settleSync } from '../outcome';
import { forNoOtherNode } from './for-no-other-node';
import { workflowVersion } from './version';

const accessNotes: Readonly<Record<Access, string>> = {
	anyone: 'For trying things out: nothing real behind it',
	'own-accounts': 'The bank lets you read your own accounts without a licence',
	'psd2-licence': 'Needs a PSD2 licence and its certificates',
};

const environments: readonly Environment[] = ['sandbox', 'production'];
const environmentNames: Readonly<Record<Environment, string>> = {
	sandbox: 'Sandbox',
	production: 'Production',
};

/** Of which only the family is known: the user types where they are. */
const typedOnes = (banks: readonly BankProfile[]): string[] =>
	banks.filter(({ typed }) => typed !== undefined).map(({ id }) => id);

const onlyTyped = (banks: readonly BankProfile[]) => ({ show: { bank: typedOnes(banks) } });

/** RFC 6749 §2.3.1 wants both encoded; n8n joins and sends them as they are. */
export const unencoded =
	'a client ID or secret with + % or : goes into the header unencoded, and strict banks then refuse it';
const unencodedChoice = `Choose Body where the bank takes both: ${unencoded}.`;

export interface LoadedSettings {
	readonly settings: Settings;
	/** Why the environment could not be read. */
	readonly problem?: string;
}

/**
 * Settings as they are when n8n loads the class. A wrong variable must not keep the package from loading: the
 * credential shows what is wrong, and each run fails with the same sentence.
 */
export function loadSettings(): LoadedSettings {
	const read = settleSync(() => readSettings());
	if ('value' in read) return { settings: read.value };
	const problem = read.error instanceof Error ? read.error.message : 'The settings are not valid';
	return { settings: readSettings({}), problem };
}

/** The bank and environment pickers with a notice of the hosts in force: the same in both credentials. */
export function bankFields(
	banks: readonly BankProfile[],
	{ settings, problem }: LoadedSettings,
): INodeProperties[] {
	const options: INodePropertyOptions[] = banks.map(({ id, name, access, typed }) => ({
		name,
		value: id,
		description: typed ? 'Any bank with OAuth2 and Berlin Group' : accessNotes[access],
	}));
	const warning: INodeProperties[] =
		problem === undefined
			? []
			: [
					{
						displayName: `${problem} (environment of n8n)`,
						name: 'settingsProblem',
						type: 'notice',
						default: '',
					},
				];
	return [
		...warning,
		{
			displayName: 'Bank',
			name: 'bank',
			type: 'options',
			options,
			default: banks[0]?.id ?? '',
			required: true,
		},
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			options: [
				{
					name: `As Set on This Server (${environmentNames[settings.environment]})`,
					value: 'default',
				},
				...environments.map((value) => ({ name: environmentNames[value], value })),
			],
			default: 'default',
			description: 'Sandbox is for trying things out, Production reads real accounts',
		},
		...banks.flatMap((bank) => hostNotices(bank, settings)),
		{
			displayName: 'API URL',
			name: 'otherApiUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://api.example-bank.com/psd2',
			description: "Where the bank's account interface is, without /v1 at the end",
			displayOptions: onlyTyped(banks),
		},
	];
}

function hostNotices(bank: BankProfile, settings: Settings): INodeProperties[] {
	if (bank.typed) return [];
	return environments.map((environment) => {
		const hosts = hostsInForce(bank, environment, settings);
		const chosen = settings.environment === environment ? [environment, 'default'] : [environment];
		return {
			displayName: hosts
				? `${bank.name} is reached at ${hosts.api}`
				: `${bank.name} has no ${environmentNames[environment].toLowerCase()} environment: choose the other one`,
			name: `hosts-${bank.id}-${environment}`,
			type: 'notice',
			default: '',
			displayOptions: { show: { bank: [bank.id], environment: chosen } },
		};
	});
}

/** Where the logins of a bank are made that only the user knows. */
export const typedLoginUrls = (banks: readonly BankProfile[]): INodeProperties[] => [
	{
		displayName: 'Authorization URL',
		name: 'otherAuthorizeUrl',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://auth.example-bank.com/authorize',
		displayOptions: onlyTyped(banks),
	},
	{
		displayName: 'Token URL',
		name: 'otherTokenUrl',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://auth.example-bank.com/token',
		displayOptions: onlyTyped(banks),
	},
];

/** The OAuth2 fields: typed by the user where only he knows them, taken from the profile for a known one. */
export function redirectFields(
	banks: readonly BankProfile[],
	settings: Settings,
	version = workflowVersion(),
): INodeProperties[] {
	const setting = (choose: (connect: Connect) => string, other: string) =>
		chosen(
			banks,
			settings,
			'$self',
			`$self["${other}"]`,
			({ connect }) => connect && choose(connect),
		);
	return [
		...typedLoginUrls(banks),
		{
			displayName: 'Scope',
			name: 'otherScope',
			type: 'string',
			default: 'AIS',
			description: 'What the bank calls account information, from its documentation',
			displayOptions: onlyTyped(banks),
		},
		{
			displayName: 'Extra Authorization Parameters',
			name: 'otherAuthorizeQuery',
			type: 'string',
			default: '',
			placeholder: 'e.g. bic=EXAMPLEXXX',
			description: 'Query parameters that the bank wants at its login page, where it wants any',
			displayOptions: onlyTyped(banks),
		},
		{
			displayName: 'Client Authentication',
			name: 'otherAuthentication',
			type: 'options',
			options: [
				{ name: 'Header', value: 'header' },
				{ name: 'Body', value: 'body' },
			],
			default: 'header',
			description: `Where the bank wants the client secret when tokens are fetched. ${unencodedChoice}`,
			displayOptions: onlyTyped(banks),
		},
		// n8n's own field under what it means here. A literal, or the editor shows no *Connect*; `pkce`, as n8n before
		// 2.33 sends PKCE for no other; for every bank, as n8n drops the value of a field that isn't shown.
		{
			displayName: 'Use PKCE',
			name: 'grantType',
			type: 'options',
			options: [
				{ name: 'No', value: 'authorizationCode', description: 'For a bank that refuses it' },
				{
					name: 'Yes',
					value: 'pkce',
					description: 'For every other bank: the login is safer with it',
				},
			],
			default: 'pkce',
			description: 'Whether the login is protected by PKCE (RFC 7636)',
		},
		...forNoOtherNode(chosenHostname(banks, settings), version),
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: chosenBank(banks, settings, 'authorize', '$self'),
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: chosenBank(banks, settings, 'token', '$self'),
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'hidden',
			default: setting(({ scope }) => scope, 'otherScope'),
		},
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: setting(({ authorizeQuery = '' }) => authorizeQuery, 'otherAuthorizeQuery'),
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'hidden',
			default: setting(({ clientAuthentication }) => clientAuthentication, 'otherAuthentication'),
		},
	];
}

/** An expression that gives the chosen bank's URL: profiles and settings are fixed when n8n loads the class. */
export function chosenBank(
	banks: readonly BankProfile[],
	settings: Settings,
	host: 'api' | 'authorize' | 'token',
	scope: '$self' | '$credentials',
): string {
	const other = { api: 'otherApiUrl', authorize: 'otherAuthorizeUrl', token: 'otherTokenUrl' }[
		host
	];
	return chosen(banks, settings, scope, typedIn(scope, other), ({ hosts }) => hosts[host]);
}

/** Banks that n8n's Connect button can log in to, in one environment at least. */
export const isConnectable = ({ environments, typed }: BankProfile): boolean =>
	typed !== undefined || Object.values(environments).some(({ connect }) => connect !== undefined);

/** Where nothing better is known: the accounts, as Berlin Group names them. */
export const usualProbe: Probe = { path: '/v1/accounts' };

/** An expression that gives the path which tells the chosen bank's login from one that has ended. */
export function chosenProbe(banks: readonly BankProfile[]): string {
	const consentId = '$credentials.oauthTokenData?.consentId';
	const ofBank = (choose: (probe: Probe) => string | undefined) => {
		const table = Object.fromEntries(
			banks.map(({ id, probe = usualProbe }) => [id, choose(probe) ?? '']),
		);
		// A table in a table would end in `}}`, and n8n's expression with it.
		return `(${JSON.stringify(table)})[$credentials["bank"]]`;
	};
	const ofConsent = ofBank((probe) => probe.ofConsent);
	const path = ofBank((probe) => probe.path);
	return `={{ ${consentId} && ${ofConsent} ? ${ofConsent}.replace("{consentId}", encodeURIComponent(${consentId})) : ${path} }}`;
}

/** n8n sends the client secret and, in the credential's test, the token there: never in clear over a network. */
function typedIn(scope: '$self' | '$credentials', field: string): string {
	const written = `String(${scope}["${field}"] ?? "").trim()`;
	return `(new RegExp(${JSON.stringify(typedUrl)}, "i").test(${written}) ? ${written} : "")`;
}

/** The host to which a bank's token may go; none where it can't be told for certain. */
const chosenHostname = (banks: readonly BankProfile[], settings: Settings): string =>
	chosen(
		banks,
		settings,
		'$self',
		`(/^https?:\\/\\/([\\w.-]+|\\[[\\da-f:]+\\])(:\\d+)?([\\/?#]|$)/i.exec(${typedIn('$self', 'otherApiUrl')})?.[1] ?? "")`,
		({ hosts }) => new URL(hosts.api).hostname,
	);

function chosen(
	banks: readonly BankProfile[],
	settings: Settings,
	scope: '$self' | '$credentials',
	typed: string,
	valueOf: (environment: BankEnvironment) => string | undefined,
): string {
	const table = Object.fromEntries(
		banks.flatMap((bank) =>
			environments.flatMap((environment) => {
				const known = environmentInForce(bank, environment, settings);
				const value = known && valueOf(known);
				return value === undefined ? [] : [[`${bank.id}:${environment}`, value]];
			}),
		),
	);
	const environment = `(${scope}["environment"] === "sandbox" || ${scope}["environment"] === "production" ? ${scope}["environment"] : "${settings.environment}")`;
	return `={{ ${JSON.stringify(typedOnes(banks))}.includes(${scope}["bank"]) ? ${typed} : (${JSON.stringify(table)})[${scope}["bank"] + ":" + ${environment}] }}`;
}
