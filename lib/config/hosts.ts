import { BankError } from '../errors';
import type { BankEnvironment, Environment, Hosts } from '../profile/hosts';
import type { BankProfile } from '../profile/profile';

type Bank = Pick<BankProfile, 'id' | 'name' | 'environments'>;
interface HostSettings {
	readonly hosts: Readonly<Record<string, string>>;
}

const usualNames = ['api', 'authorize', 'token'];

/**
 * The bank's environment with the hosts in force: an environment variable wins over the profile. `undefined`: it has
 * no such environment.
 */
export function environmentInForce(
	bank: Bank,
	environment: Environment,
	settings: HostSettings,
): BankEnvironment | undefined {
	const known = bank.environments[environment];
	const other = bank.environments[environment === 'sandbox' ? 'production' : 'sandbox'];
	const named = Object.keys({ ...other?.hosts, ...known?.hosts });
	const names = named.length === 0 ? usualNames : named;
	const variable = (host: string) => hostVariableOf(bank.id, environment, host);
	const set = (host: string) => settings.hosts[variable(host)];
	if (known === undefined && names.every((host) => set(host) === undefined)) return undefined;
	const inForce = (host: string): string => {
		const url = set(host) ?? known?.hosts[host];
		if (url !== undefined) return url;
		throw new BankError(
			'settings-invalid',
			`${bank.name} has no ${environment} hosts of its own: ${variable(host)} must be set too`,
			{ field: variable(host), nextStep: `Set ${variable(host)} and restart n8n` },
		);
	};
	const others = Object.fromEntries(names.map((host) => [host, inForce(host)]));
	return { ...(known ?? other), hosts: { ...others, api: inForce('api') } };
}

export const hostsInForce = (
	bank: Bank,
	environment: Environment,
	settings: HostSettings,
): Hosts | undefined => environmentInForce(bank, environment, settings)?.hosts;

/** `example-bank`, `production`, `api` → `PSD2_EXAMPLE_BANK_PRODUCTION_API_URL`. */
export function hostVariableOf(bankId: string, environment: Environment, host: string): string {
	const upper = (text: string) => text.toUpperCase().replaceAll('-', '_');
	return `PSD2_${upper(bankId)}_${environment.toUpperCase()}_${upper(host)}_URL`;
}
