import { banks } from '../../lib/banks';
import { hostVariableOf } from '../../lib/config/hosts';
import type { Hosts } from '../../lib/profile/hosts';
import type { BankProfile } from '../../lib/profile/profile';
import { pathOf } from '../../sandbox/kit/persona';
import { personas } from '../../sandbox/personas';

/** A profile's own addresses, at a persona of a sandbox that is reached at `base`. */
export function hostsAt(hosts: Hosts, profileId: string, persona: string, base: string): Hosts {
	const own = pathOfPersona(profileId);
	const at = ([name, url]: [string, string]) => {
		const path = new URL(url).pathname.replace(/\/$/, '');
		const below = path === own || path.startsWith(`${own}/`) ? path.slice(own.length) : path;
		return [name, `${base}${pathOfPersona(persona)}${below}`];
	};
	return Object.fromEntries(Object.entries(hosts).map(at)) as Hosts;
}

const pathOfPersona = (id: string) => pathOf(personas.find((one) => one.id === id) ?? { id });

/** Banks that the sandbox plays. */
export const playedBanks: readonly BankProfile[] = banks.filter(({ id }) =>
	personas.some((persona) => persona.id === id),
);

/**
 * The environment that points the package at a sandbox on any port. `secureUrl`: the same over HTTPS, for banks that
 * ask for a certificate.
 */
export function hostVariables(url: string, secureUrl = url): Readonly<Record<string, string>> {
	const variables = playedBanks.flatMap(({ id, environments: { sandbox } }) => {
		if (sandbox === undefined) return [];
		const base = sandbox.keys?.transport === undefined ? url : secureUrl;
		return Object.entries(hostsAt(sandbox.hosts, id, id, base)).map(([host, address]) => [
			hostVariableOf(id, 'sandbox', host),
			address,
		]);
	});
	return { PSD2_ENVIRONMENT: 'sandbox', ...Object.fromEntries(variables) };
}
