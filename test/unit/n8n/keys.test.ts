import { BankError } from '../../../lib/errors';
import { needsKeys } from '../../../lib/n8n/key-fields';
import { keysOf } from '../../../lib/n8n/keys';
import { otherBank } from '../../../lib/banks/other-bank';
import { sandboxBank } from '../../../lib/banks/sandbox-bank';
import { settleSync } from '../../../lib/outcome';
import { madePair, openssl } from '../../support/certificates';

const authority = madePair('authority');
const transport = madePair('transport', authority);
const signing = madePair('signing', authority);
const encrypted = openssl(
	[['pkcs8', '-topk8', '-in', 'key', '-passout', 'pass:made up ', '-out', 'out']],
	{ files: { key: transport.key }, give: ['out'] },
).out.toString();

/** As n8n's editor leaves what was pasted into a field that hides it. */
const inOneLine = (text: string) => text.replaceAll('\n', '');

const filled = {
	transportCertificate: transport.certificate,
	transportKey: inOneLine(encrypted),
	keyPassphrase: 'made up ',
	bankAuthority: authority.certificate,
	signingCertificate: signing.certificate,
	signingKey: inOneLine(signing.key),
	keyId: ' our key ',
};

function refusal(work: () => unknown) {
	const outcome = settleSync(work);
	if (!('error' in outcome) || !(outcome.error instanceof BankError))
		throw new Error('not refused');
	const { code, message, details } = outcome.error;
	return { code, message, field: details.field, nextStep: details.nextStep };
}

describe('the keys of a credential', () => {
	it('are put right', () => {
		expect(keysOf(filled)).toEqual({
			transport: {
				certificate: transport.certificate,
				key: encrypted,
				passphrase: 'made up ',
				ca: authority.certificate,
			},
			signing: { key: signing.key, certificate: signing.certificate, keyId: 'our key' },
		});
	});

	it('are none where nothing is filled in, whatever a credential of another version holds', () => {
		expect(keysOf({})).toEqual({});
		expect(keysOf({ transportKey: '', keyPassphrase: 'x', keyId: 'y', bankAuthority: 7 })).toEqual(
			{},
		);
	});

	it('may be an authority of the bank, or a signing key, alone', () => {
		expect(keysOf({ bankAuthority: authority.certificate })).toEqual({
			transport: { ca: authority.certificate },
		});
		expect(keysOf({ signingKey: signing.key })).toEqual({ signing: { key: signing.key } });
	});

	it('leave out what is of no use in a signature: the bank has no field for it to be corrected in', () => {
		const { key } = signing;
		const by = (signingBy: 'key' | 'key-id' | 'certificate') =>
			keysOf({ ...filled, keyPassphrase: '', transportKey: transport.key }, { signingBy }).signing;
		expect(by('key')).toEqual({ key });
		expect(by('key-id')).toEqual({ key, keyId: 'our key' });
		expect(by('certificate')).toEqual({ key, certificate: signing.certificate });
		const wrong = { signingKey: signing.key, signingCertificate: 'of another bank' };
		expect(keysOf(wrong, { signingBy: 'key' }).signing).toEqual({ key });
	});

	it.each([
		['transportCertificate', '', 'Transport Certificate'],
		['transportKey', '', 'Transport Key'],
		['transportKey', signing.key, 'Transport Key'],
		['keyPassphrase', '', 'Key Passphrase'],
		['keyPassphrase', 'made up', 'Key Passphrase'],
		['bankAuthority', 'C:\\bank.cer', "Bank's CA"],
		['signingCertificate', signing.key, 'Signing Certificate'],
		['signingKey', '', 'Signing Key'],
		['signingKey', transport.key, 'Signing Key'],
	])('are refused by the name of the field: %s', (name, value, field) => {
		const found = refusal(() => keysOf({ ...filled, [name]: value }));
		expect(found).toMatchObject({ code: 'settings-invalid', field });
		expect(found.message).toContain(field);
		expect(found.nextStep).toMatch(/\w/);
		expect(JSON.stringify(found)).not.toMatch(/MII|made up/);
	});

	it('are asked for where the bank takes nobody without', () => {
		const { signingKey, signingCertificate, ...noSigning } = filled;
		expect(refusal(() => keysOf({}, { transport: 'required' }))).toMatchObject({
			code: 'settings-invalid',
			field: 'Transport Certificate',
		});
		expect(refusal(() => keysOf(noSigning, { signing: 'required' }))).toMatchObject({
			code: 'settings-invalid',
			field: 'Signing Key',
		});
		expect(keysOf({}, { transport: 'optional', signing: 'optional' })).toEqual({});
		expect(() => keysOf(filled, { transport: 'required', signing: 'required' })).not.toThrow();
	});

	it('are any or none for a bank of which nothing is known, and as a profile says for others', () => {
		expect(needsKeys(otherBank, 'production')).toEqual({
			transport: 'optional',
			signing: 'optional',
		});
		expect(needsKeys(sandboxBank, 'sandbox')).toEqual({});
	});
});
