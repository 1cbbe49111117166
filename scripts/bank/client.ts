import type { BankProfile } from '../../lib/profile/profile';
import type { Sandbox } from '../../sandbox';

/** What a credential says of the sandbox's demo client: what this bank wants of it. */
export function clientAt(
	sandbox: Sandbox,
	{ id, client, environments }: Pick<BankProfile, 'id' | 'client' | 'environments'>,
) {
	const { signing, transport } = environments.sandbox?.keys ?? {};
	const { authority, client: pair } = sandbox.secure?.certificates ?? {};
	return {
		bank: id,
		environment: 'sandbox',
		clientId: sandbox.clientId,
		...(client?.secret === 'none' ? {} : { clientSecret: sandbox.clientSecret }),
		...(signing && { signingKey: sandbox.clientKey }),
		...(transport && {
			transportCertificate: pair?.certificate,
			transportKey: pair?.key,
			bankAuthority: authority,
		}),
	};
}
