import type { Environment, Hosts } from '../profile/hosts';
import type { BankProfile } from '../profile/profile';
import { BankError } from '../errors';

/** The bank's hosts: an environment variable wins over the profile. `undefined`: it has no such environment. */
export function hostsInForce(
	bank: Pick<BankProfile, 'id' | 'name' | 'hosts'>,
	environment: Environment,
	settings: { readonly hosts: Readonly<Record<string, string>> },
): Hosts | undefined {
	const known = bank.hosts[environment];
	const name = (host: keyof Hosts) => hostVariableOf(bank.id, environment, host);
	const set = (host: keyof Hosts) => settings.hosts[name(host)];
	const names: readonly (keyof Hosts)[] = ['api', 'authorize', 'token'];
	if (known === undefined && names.every((host) => set(host) === undefined)) return undefined;
	const inForce = (host: keyof Hosts): string => {
		const url = set(host) ?? known?.[host];
		if (url !== undefined) return url;
		throw new BankError(
			'settings-invalid',
			`${bank.name} has no ${environment} hosts of its own: ${name(host)} must be set too`,
			{ field: name(host), nextStep: `Set ${name(host)} and restart n8n` },
		);
	};
	return { api: inForce('api'), authorize: inForce('authorize'), token: inForce('token') };
}

/** `example-bank`, `production`, `api` → `PSD2_EXAMPLE_BANK_PRODUCTION_API_URL`. */
export function hostVariableOf(
	bankId: string,
	environment: Environment,
	host: keyof Hosts,
): string {
	const bank = bankId.toUpperCase().replaceAll('-', '_');
	return `PSD2_${bank}_${environment.toUpperCase()}_${host.toUpperCase()}_URL`;
}
