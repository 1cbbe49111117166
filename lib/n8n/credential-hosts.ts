import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Environment, Hosts } from '../profile/hosts';
import type { BankProfile } from '../profile/profile';
import { hostsInForce } from '../config/hosts';
import type { Settings } from '../config/settings';
import { baseProblem, hostProblem } from '../config/typed-url';
import { BankError } from '../errors';
import { otherBankId } from './credential-fields';

const apiField = 'API URL';

/** Where this credential's bank is reached. Throws `settings-invalid` naming the credential's field. */
export function hostsOf(
	bank: BankProfile,
	credentials: ICredentialDataDecryptedObject,
	settings: Settings,
): Pick<Hosts, 'api'> {
	return bank.id === otherBankId
		? { api: typedUrl(apiField, credentials.otherApiUrl) }
		: knownHosts(bank, credentials, settings);
}

/** The same, with the hosts that a login needs. */
export function loginHostsOf(
	bank: BankProfile,
	credentials: ICredentialDataDecryptedObject,
	settings: Settings,
): Hosts {
	if (bank.id !== otherBankId) return knownHosts(bank, credentials, settings);
	return {
		api: typedUrl(apiField, credentials.otherApiUrl),
		authorize: typedUrl('Authorization URL', credentials.otherAuthorizeUrl),
		token: typedUrl('Token URL', credentials.otherTokenUrl),
	};
}

function knownHosts(
	bank: BankProfile,
	credentials: ICredentialDataDecryptedObject,
	settings: Settings,
): Hosts {
	const environment = environmentOf(credentials, settings);
	const hosts = hostsInForce(bank, environment, settings);
	if (hosts) return hosts;
	throw invalid(
		'Environment',
		`${bank.name} has no ${environment} environment: choose the other one`,
	);
}

/** The environment that a credential means. */
export function environmentOf(
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
