import type { BankProfile } from '../../../lib/profile/profile';
import type { Sandbox } from '../../../sandbox';

type Bank = Pick<BankProfile, 'id'>;

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
