import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { environmentInForce } from '../config/hosts';
import type { Settings } from '../config/settings';
import { baseProblem, hostProblem } from '../config/typed-url';
import { BankError } from '../errors';
import type { BankEnvironment, Environment, Hosts, Texts } from '../profile/hosts';
import type { BankProfile } from '../profile/profile';
import { choiceField } from './choice-fields';
import { filledIn } from './filled-in';

const apiField = 'API URL';

/** Where this credential's bank is reached by reading. Throws `settings-invalid` naming the credential's field. */
export function environmentOf(
	bank: BankProfile,
	credentials: ICredentialDataDecryptedObject,
	settings: Settings,
): BankEnvironment {
	if (bank.typed !== undefined) {
		return { hosts: { api: typedUrl(apiField, credentials.otherApiUrl) }, ...bank.typed };
	}
	return knownEnvironment(bank, credentials, settings);
}

/** The same, with the hosts that a login needs. */
export function loginEnvironmentOf(
	bank: BankProfile,
	credentials: ICredentialDataDecryptedObject,
	settings: Settings,
): BankEnvironment {
	if (bank.typed === undefined) return knownEnvironment(bank, credentials, settings);
	const hosts = {
		api: typedUrl(apiField, credentials.otherApiUrl),
		authorize: typedUrl('Authorization URL', credentials.otherAuthorizeUrl),
		token: typedUrl('Token URL', credentials.otherTokenUrl),
	};
	return { hosts, ...bank.typed };
}

/** What the credential chooses for the profile. */
export const choicesOf = (
	{ id, choices = [] }: BankProfile,
	credentials: ICredentialDataDecryptedObject,
): Texts =>
	Object.fromEntries(
		choices.flatMap((choice) => {
			const value = filledIn(credentials[choiceField(id, choice.id)]);
			return choice.where === 'credential' && value !== undefined ? [[choice.id, value]] : [];
		}),
	);

function knownEnvironment(
	bank: BankProfile,
	credentials: ICredentialDataDecryptedObject,
	settings: Settings,
): BankEnvironment {
	const chosen = chosenEnvironment(credentials, settings);
	const environment = environmentInForce(bank, chosen, settings);
	if (environment) return { ...environment, hosts: chosenHosts(bank, environment, credentials) };
	throw invalid('Environment', `${bank.name} has no ${chosen} environment: choose the other one`);
}

/** Only what the profile offers gets into an address: a token goes there. */
function chosenHosts(
	bank: BankProfile,
	{ hosts }: BankEnvironment,
	credentials: ICredentialDataDecryptedObject,
): Hosts {
	const chosen = choicesOf(bank, credentials);
	const valueOf = (id: string): string => {
		const { name = id, options = [] } = bank.choices?.find((choice) => choice.id === id) ?? {};
		const value = chosen[id] ?? '';
		if ('ask' in options || options.every((option) => option.value !== value))
			throw invalid(name, `${name} of the credential is not one that ${bank.name} has`);
		return value;
	};
	return mapped(hosts, (url) => url.replace(/\{(\w+)\}/g, (_, id: string) => valueOf(id)));
}

const mapped = ({ api, ...others }: Hosts, change: (url: string) => string): Hosts => ({
	...Object.fromEntries(Object.entries(others).map(([name, url]) => [name, change(url)])),
	api: change(api),
});

/** The environment that a credential means. */
export function chosenEnvironment(
	{ environment }: ICredentialDataDecryptedObject,
	settings: Settings,
): Environment {
	return environment === 'sandbox' || environment === 'production'
		? environment
		: settings.environment;
}

function typedUrl(field: string, value: unknown): string {
	const url = typeof value === 'string' ? value.trim().replace(/\/+$/, '') : '';
	if (url === '') throw invalid(field, `${field} of the credential is empty`);
	const problem = (field === apiField ? baseProblem : hostProblem)(url);
	if (problem === undefined) return url;
	throw invalid(field, `${field} of the credential ${problem}`);
}

const invalid = (field: string, message: string) =>
	new BankError('settings-invalid', message, {
		field,
		nextStep: `Open the credential and correct ${field}`,
	});
