import { startSandbox, type Sandbox } from '../../../sandbox';
import { openConnected, type Connected } from '../../support/connected';

/** A bank whose login in an app wants a certificate, tells what opens the app with the first look, and compares the redirect address. */
let secure: Sandbox;
let at: Connected;
let credential: string;

beforeAll(async () => {
	secure = await startSandbox({ tls: true });
	const { url, certificates } = secure.secure ?? {};
	if (url === undefined || certificates === undefined) throw new Error('no HTTPS');
	const base = `${url}/seb`;
	process.env.PSD2_SEB_SANDBOX_API_URL = `${base}/ais/v8/identified2`;
	process.env.PSD2_SEB_SANDBOX_LOGIN_URL = `${base}/auth/v4`;
	process.env.PSD2_SEB_SANDBOX_TOKEN_URL = `${base}/mga/sps/oauth/oauth20/token`;
	process.env.PSD2_SEB_SANDBOX_AUTHORIZE_URL = `${base}/mga/sps/oauth/oauth20/authorize`;
	at = await openConnected();
	credential = at.bankLogin({
		bank: 'seb',
		clientId: secure.clientId,
		clientSecret: secure.clientSecret,
		transportCertificate: certificates.client.certificate,
		transportKey: certificates.client.key,
		bankAuthority: certificates.authority,
	});
}, 60_000);
afterAll(async () => {
	await at?.close();
	await secure?.close();
});

const start = (redirectUri: string) =>
	at.run('Psd2Consent', credential, {
		operation: 'startLogin',
		loginMethod: 'decoupled',
		redirectUri,
	});

it('gives the QR code, and is connected once the app says yes', async () => {
	const started = await start('http://127.0.0.1:5678/callback');
	expect(started.error).toBeUndefined();
	const [item] = started.items;
	expect(item?.json).toEqual({ reference: expect.any(String), expiresAt: expect.any(String) });
	expect(item?.binary?.['qr']?.mimeType).toBe('image/png');
	const { bankId, person } = byPhone();
	const [order] = bankId.all();
	if (order === undefined || person === undefined) throw new Error('nothing was ordered');
	bankId.identify(order, person);
	bankId.approve(order);
	const { reference } = item?.json ?? {};
	const over = await at.run('Psd2Consent', credential, { operation: 'waitForLogin', reference });
	expect(over.error).toBeUndefined();
	expect(over.items[0]?.json).toMatchObject({ event: 'connected', accountCount: 6 });
});

it('needs the redirect address before anybody is asked', async () => {
	const { error } = await start('={{ "" }}');
	expect(error?.message).toContain('Redirect URI is empty');
	expect(
		byPhone()
			.bankId.all()
			.filter(({ status }) => status === 'pending'),
	).toEqual([]);
});

it('erases the login here, as the bank has no call that ends it', async () => {
	const revoked = await at.run('Psd2Consent', credential, { operation: 'revoke' });
	expect(revoked.error).toBeUndefined();
	expect(revoked.items[0]?.json).toMatchObject({ status: 'erased' });
});

function byPhone() {
	const bank = secure.bank('seb');
	return { bankId: bank.bankId, person: bank.person('testa') };
}
