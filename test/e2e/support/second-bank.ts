import { hostVariableOf } from '../../../lib/config/hosts';
import type { BankProfile } from '../../../lib/profile/profile';
import type { Sandbox } from '../../../sandbox';
import { hostsAt } from '../../support/bank-under-test';

type Bank = Pick<BankProfile, 'id' | 'environments'>;

/** The environment that points a bank's sandbox hosts at its persona, over HTTPS where the sandbox has that. */
export function hostVariablesOf({ id, environments }: Bank, { url, secure }: Sandbox) {
	const hosts = environments.sandbox?.hosts;
	if (hosts === undefined) throw new Error(`${id} has no sandbox`);
	const atPersona = Object.entries(hostsAt(hosts, id, id, secure?.url ?? url));
	return Object.fromEntries(
		atPersona.map(([host, address]) => [hostVariableOf(id, 'sandbox', host), address]),
	);
}

/** What the credential of a bank says that wants a certificate. */
export function certifiedAt({ id }: Bank, { secure, clientId, clientSecret }: Sandbox) {
	if (secure === undefined) throw new Error('The sandbox has no HTTPS');
	const { authority, client } = secure.certificates;
	return {
		bank: id,
		environment: 'sandbox',
		clientId,
		clientSecret,
		bankAuthority: authority,
		transportCertificate: client.certificate,
		// As the editor leaves it.
		transportKey: client.key.replaceAll('\n', ''),
	};
}
