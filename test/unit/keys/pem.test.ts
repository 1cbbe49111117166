import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { pemBlocks } from '../../../lib/keys/pem';
import { madePair, openssl } from '../../support/certificates';

const { key, certificate } = madePair('pem');

/** What the editor of n8n does to a pasted text, and what people do before. */
const spoilt: Readonly<Record<string, (text: string) => string>> = {
	'as it was': (text) => text,
	'without line breaks': (text) => text.replaceAll('\n', ''),
	'with blanks for line breaks': (text) => text.replaceAll('\n', ' '),
	'with the line breaks of Windows': (text) => text.replaceAll('\n', '\r\n'),
	'with line breaks written as in JSON': (text) => text.replaceAll('\n', '\\n'),
	'with blanks around it': (text) => `\t  ${text}  \n\n`,
	'with names above it': (text) => `Bag Attributes\n    friendlyName: made up\n${text}`,
	indented: (text) => text.replaceAll('\n', '\n    '),
};

describe('a PEM text', () => {
	it.each(Object.keys(spoilt))('is read %s', (how) => {
		const spoil = spoilt[how] ?? String;
		const [block] = pemBlocks(spoil(key));
		expect(createPrivateKey(block?.text ?? '').export({ type: 'pkcs8', format: 'pem' })).toBe(key);
		expect(new X509Certificate(pemBlocks(spoil(certificate))[0]?.text ?? '').subject).toContain(
			'CN=pem',
		);
	});

	it.each(['-aes256', '-des3'])(
		'of a key encrypted the older way (%s) survives without its breaks',
		(cipher) => {
			const { out } = openssl(
				[['rsa', '-in', 'key', cipher, '-traditional', '-passout', 'pass:made-up', '-out', 'out']],
				{ files: { key }, give: ['out'] },
			);
			const [block] = pemBlocks(out.toString().replaceAll('\n', ''));
			expect(block?.isEncrypted).toBe(true);
			const read = createPrivateKey({ key: block?.text ?? '', passphrase: 'made-up' });
			expect(read.export({ type: 'pkcs8', format: 'pem' })).toBe(key);
		},
	);

	it('of several is taken apart in its order', () => {
		const other = madePair('other');
		const all = `${certificate}${key}${other.certificate}`.replaceAll('\n', '');
		expect(pemBlocks(all).map(({ label }) => label)).toEqual([
			'CERTIFICATE',
			'PRIVATE KEY',
			'CERTIFICATE',
		]);
	});

	it.each([
		'',
		'MIIB',
		'-----BEGIN CERTIFICATE-----',
		'-----BEGIN X-----%%%-----END X-----',
		'-----BEGIN A-----MIIB-----END B-----',
	])('is no PEM: %j', (text) => {
		expect(pemBlocks(text)).toEqual([]);
	});

	it('of any elliptic key is the same again, whatever white space came between', () => {
		const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
		const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
		fc.assert(
			fc.property(
				fc.array(fc.constantFrom('', ' ', '\n', '\r\n', '\t', '\u00a0'), {
					minLength: 4,
					maxLength: 4,
				}),
				(breaks) => {
					let at = 0;
					const text = pem.replaceAll('\n', () => breaks[at++ % breaks.length] ?? '');
					expect(pemBlocks(text)[0]?.text).toBe(pem);
				},
			),
		);
	});
});
