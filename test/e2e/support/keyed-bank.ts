import type { Credential } from '../../../scripts/n8n/api';
import { provideCredential } from '../../../scripts/start/provision';
import { madePair, openssl } from '../../support/certificates';
import { seeWhatHasClosed } from './idle';
import type { Secret } from './leaks';
import { consent } from './login-workflow';
import type { Stage } from './stage';

const passphrase = 'only for tests: opens the key';

export interface KeysUsed {
	/** What must not be found afterwards. */
	readonly secrets: readonly Secret[];
	/** What n8n's test of each credential said. */
	readonly tested: Readonly<Record<string, string>>;
}

/** Uses keys in every way they can go right and wrong at a bank over HTTPS. */
export async function useKeys(stage: Stage): Promise<KeysUsed> {
	const { secure, clientId, clientSecret } = stage.bank;
	if (secure === undefined) throw new Error('The sandbox has no HTTPS');
	const { authority, client, expired, foreign } = secure.certificates;
	const signing = madePair('signer');
	const base = `${secure.url}/berlin-group`;
	const encrypted = openssl(
		[['pkcs8', '-topk8', '-in', 'key', '-passout', `pass:${passphrase}`, '-out', 'out']],
		{ files: { key: client.key }, give: ['out'] },
	).out.toString();
	await seeWhatHasClosed();
	const right = {
		bank: 'other-bank',
		environment: 'sandbox',
		otherApiUrl: base,
		otherAuthorizeUrl: `${base}/oauth2/authorize`,
		otherTokenUrl: `${base}/oauth2/token`,
		clientId,
		clientSecret,
		bankAuthority: authority,
		transportCertificate: client.certificate,
		// As the editor leaves it.
		transportKey: encrypted.replaceAll('\n', ''),
		keyPassphrase: passphrase,
		signingCertificate: signing.certificate,
		signingKey: signing.key,
		keyId: 'made up',
	};
	const credentialWith = (what: string, data: object): Promise<Credential> =>
		provideCredential(stage.api, 'psd2BankLoginApi', what, { ...right, ...data });
	const begin = (credential: Credential) => consent(stage, credential, { operation: 'startLogin' });

	const tested: Record<string, string> = {};
	const good = await credentialWith('Keys', {});
	await begin(good);
	tested['Keys'] = (await stage.api.testCredential(good)).message;
	for (const [what, data] of Object.entries({
		'Wrong passphrase': { keyPassphrase: `${passphrase}?` },
		"Another's key": { transportKey: signing.key },
		'Half a key': { transportKey: encrypted.slice(0, 800) },
		Expired: { transportCertificate: expired.certificate, transportKey: expired.key },
		'Unknown issuer': { bankAuthority: foreign.certificate },
	})) {
		const credential = await credentialWith(what, data);
		const failed = await begin(credential).then(
			() => false,
			() => true,
		);
		if (!failed) throw new Error(`${what}: the login began`);
		tested[what] = (await stage.api.testCredential(credential)).message;
	}
	const secrets = [
		{ name: 'passphrase', value: passphrase },
		...linesOf('transport key', encrypted),
		...linesOf('open transport key', client.key),
		...linesOf('signing key', signing.key),
		...linesOf('expired key', expired.key),
	];
	return { secrets, tested };
}

/** Each line for itself: a text that was cut or wrapped is found too. */
export const linesOf = (name: string, pem: string): Secret[] =>
	pem
		.split('\n')
		.filter((line) => line.length >= 32 && !line.includes('-----'))
		// The first line of every key of a kind is the same.
		.slice(1)
		.map((value, index) => ({ name: `${name}, line ${index + 2}`, value }));
