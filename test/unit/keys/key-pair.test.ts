import { readAuthorities, readKeyPair, readPrivateKey } from '../../../lib/keys/key-pair';
import { BankError } from '../../../lib/errors';
import { settleSync } from '../../../lib/outcome';
import { madePair, openssl } from '../../support/certificates';

const fields = {
	certificate: 'Client Certificate',
	key: 'Client Certificate Key',
	passphrase: 'Passphrase',
};
const authority = madePair('authority');
const pair = madePair('client', authority);
const dayMs = 86_400_000;
const now = Date.parse(new Date().toISOString());

const read = (texts: Partial<Parameters<typeof readKeyPair>[0]>, at = now) =>
	readKeyPair({ certificate: '', key: '', passphrase: '', ...texts }, fields, at);

function refusal(work: () => unknown) {
	const outcome = settleSync(work);
	if (!('error' in outcome) || !(outcome.error instanceof BankError))
		throw new Error('not refused');
	const { code, message, details } = outcome.error;
	return { code, message, field: details.field, nextStep: details.nextStep };
}

const encrypted = openssl(
	[['pkcs8', '-topk8', '-in', 'key', '-passout', 'pass:made-up', '-out', 'out']],
	{ files: { key: pair.key }, give: ['out'] },
).out.toString();

describe('a certificate and its key', () => {
	it('are read, also without line breaks', () => {
		const found = read({
			certificate: pair.certificate.replaceAll('\n', ' '),
			key: pair.key.replaceAll('\n', ''),
		});
		expect(found?.certificate.subject).toContain('CN=client');
		expect(found?.chain).toBe(pair.certificate);
	});

	it('are none where nothing is filled in', () => {
		expect(read({})).toBeUndefined();
		expect(readAuthorities(' \n', 'Bank CA')).toBeUndefined();
	});

	it('come with whoever vouches for them, in the order of TLS and without strangers', () => {
		const certificate = `${madePair('stranger').certificate}${authority.certificate}${pair.certificate}`;
		expect(read({ certificate, key: pair.key })?.chain).toBe(
			pair.certificate + authority.certificate,
		);
	});

	it('may stand in one text', () => {
		const both = pair.key + pair.certificate;
		expect(read({ certificate: both, key: both })?.chain).toBe(pair.certificate);
	});

	it('open with the passphrase', () => {
		expect(
			read({ certificate: pair.certificate, key: encrypted, passphrase: 'made-up' }),
		).toBeDefined();
	});

	const wrong: Readonly<Record<string, [() => unknown, field: string, said: RegExp]>> = {
		'no key': [() => read({ certificate: pair.certificate }), fields.key, /is empty/],
		'no certificate': [() => read({ key: pair.key }), fields.certificate, /is empty/],
		"another's key": [
			() => read({ certificate: pair.certificate, key: madePair('else').key }),
			fields.key,
			/does not belong to Client Certificate/,
		],
		'no passphrase': [
			() => read({ certificate: pair.certificate, key: encrypted }),
			fields.passphrase,
			/is encrypted, and Passphrase is empty/,
		],
		'a wrong passphrase': [
			() => read({ certificate: pair.certificate, key: encrypted, passphrase: 'made-down' }),
			fields.passphrase,
			/does not open/,
		],
		'the key for the certificate': [
			() => read({ certificate: pair.key, key: pair.key }),
			fields.certificate,
			/holds a private key and no certificate/,
		],
		'a file name': [
			() => read({ certificate: 'client.pem', key: pair.key }),
			fields.certificate,
			/can't be read as a certificate/,
		],
		'half a certificate': [
			() =>
				read({ certificate: pair.certificate.replace(/[A-Za-z0-9+/]{40}\n/, '\n'), key: pair.key }),
			fields.certificate,
			/can't be read as a certificate/,
		],
		'half a key': [
			() => readPrivateKey({ key: pair.key.replace(/\n.{64}/, ''), passphrase: '' }, fields),
			fields.key,
			/can't be read as a private key/,
		],
		'not yet valid': [
			() => read({ certificate: pair.certificate, key: pair.key }, now - 3 * dayMs),
			fields.certificate,
			/is valid from \d{4}-\d\d-\d\d on, which is not yet/,
		],
		expired: [
			() => read({ certificate: pair.certificate, key: pair.key }, now + 3 * dayMs),
			fields.certificate,
			/expired on \d{4}-\d\d-\d\d/,
		],
		'an unreadable authority': [
			() => readAuthorities('nobody', 'Bank CA'),
			'Bank CA',
			/can't be read/,
		],
	};

	it.each(Object.keys(wrong))('are refused by the name of the field: %s', (how) => {
		const [work, field, said] = wrong[how] ?? [];
		const found = refusal(() => work?.());
		expect(found).toMatchObject({ code: 'settings-invalid', field });
		expect(found.message).toMatch(said ?? /never/);
		expect(found.nextStep).toBeDefined();
		expect(JSON.stringify(found)).not.toMatch(/MII|made-(up|down)/);
	});
});
