import { qrText } from '../../../sandbox/bankid/qr';
import { Tpp, type Answer } from './tpp';

let tpp: Tpp;
let accessToken: string;
let consent: string;
let started: Answer;

beforeAll(async () => {
	tpp = await Tpp.open();
});
afterAll(() => tpp.close());
beforeEach(async () => {
	await tpp.admin('/reset', {});
	const { body } = await tpp.token({ grant_type: 'client_credentials' });
	accessToken = String(body['access_token']);
	consent = await consentPath();
	started = await start();
});

async function consentPath(): Promise<string> {
	const { body } = await tpp.call(
		'/v1/consents',
		{ accessToken },
		{ 'psu-ip-address': '192.0.2.7', 'tpp-redirect-preferred': 'false' },
		{
			method: 'POST',
			body: {
				access: { allPsd2: 'allAccounts' },
				recurringIndicator: false,
				validUntil: '2031-06-01',
				frequencyPerDay: 1,
				combinedServiceIndicator: false,
			},
		},
	);
	return `/v1/consents/${String(body['consentId'])}`;
}

const start = (path = consent) =>
	tpp.call(`${path}/authorisations`, { accessToken }, {}, { method: 'POST', body: {} });

const standing = async () => {
	const id = String(started.body['authorisationId']);
	return (await tpp.call(`${consent}/authorisations/${id}`, { accessToken })).body;
};

interface Challenge {
	readonly data: [string];
	readonly autoStartToken: string;
}
const challenge = async () => (await standing())['challengeData'] as Challenge;

async function tap(step: string, form: Readonly<Record<string, string>>) {
	const answer = await fetch(`${tpp.sandbox.bankIdAppUrl}/${step}`, {
		method: 'POST',
		body: new URLSearchParams(form),
	});
	const html = await answer.text();
	const order = /name="order" value="([^"]+)"/.exec(html)?.[1] ?? '';
	return { status: answer.status, html, order };
}

it('makes the QR text exactly as BankID documents it', () => {
	const secrets = {
		qrStartToken: '67df3917-fa0d-44e5-b327-edcc928297f8',
		qrStartSecret: 'd28db9a7-4cde-429e-a983-359be676944c',
	};
	expect(qrText(secrets, 0)).toBe(
		'bankid.67df3917-fa0d-44e5-b327-edcc928297f8.0.dc69358e712458a66a7525beef148ae8526b1c71610eff2c16cdffb4cdac9bf8',
	);
	expect(qrText(secrets, 1)).toBe(
		'bankid.67df3917-fa0d-44e5-b327-edcc928297f8.1.949d559bf23403952a94d103e67743126381eda00f0b3cbddbf7c96b1adcbce2',
	);
});

it('goes from the scanned code to the approval', async () => {
	const { data } = await challenge();
	const opened = await tap('open', { code: data[0] });
	expect(await standing()).toMatchObject({ hintCode: 'started' });
	const picked = await tap('identify', { order: opened.order, person: 'fiktiva' });
	expect(picked.html).toContain('Fiktiva Påhitt-Ødegård');
	expect(await standing()).toMatchObject({ hintCode: 'userSign' });
	await tap('answer', { order: opened.order, answer: 'approve' });
	expect(await standing()).toMatchObject({ scaStatus: 'finalised' });
});

it('opens with the autostart token or either form of the link, and offers the way back', async () => {
	const { autoStartToken } = await challenge();
	const page = await fetch(
		`${tpp.sandbox.bankIdAppUrl}?autostarttoken=${autoStartToken}&redirect=${encodeURIComponent('http://127.0.0.1:1/done?a="b"')}`,
	);
	const html = await page.text();
	expect(html).toContain(`>${autoStartToken}</textarea>`);
	expect(html).toContain('value="http://127.0.0.1:1/done?a=&quot;b&quot;"');
	expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
	expect(page.headers.get('cache-control')).toBe('no-store');
	const link = `bankid:///?autostarttoken=${autoStartToken}&redirect=null`;
	const { order } = await tap('open', { code: link });
	await tap('identify', { order, person: 'testa' });
	const done = await tap('answer', {
		order,
		answer: 'approve',
		redirect: 'http://127.0.0.1:1/done',
	});
	expect(done.html).toContain('href="http://127.0.0.1:1/done"');
});

it('can point its camera at the newest code', async () => {
	expect((await tap('open', { camera: 'newest' })).status).toBe(200);
	expect(await standing()).toMatchObject({ hintCode: 'started' });
	expect((await tap('open', { camera: 'newest' })).html).toContain('No QR code');
});

it.each([
	['cancel', 'userCancel'],
	['wrong-code', 'certificateErr'],
])('answers %s with %s', async (answer, hintCode) => {
	const { order } = await tap('open', { code: (await challenge()).autoStartToken });
	await tap('identify', { order, person: 'testa' });
	await tap('answer', { order, answer });
	expect(await standing()).toMatchObject({ scaStatus: 'failed', hintCode });
	expect((await tap('answer', { order, answer: 'approve' })).status).toBe(409);
});

it('refuses a QR code that is too old, changed, unknown or used', async () => {
	const { data, autoStartToken } = await challenge();
	tpp.clock.now += 6_000;
	expect((await tap('open', { code: data[0] })).html).toContain('too old');
	const { data: fresh } = await challenge();
	const forged = fresh[0].replace(/.$/, (last) => (last === '0' ? '1' : '0'));
	expect((await tap('open', { code: forged })).html).toContain('too old or changed');
	expect((await tap('open', { code: 'bankid.nothing' })).html).toContain('no code of an order');
	expect((await tap('open', { code: '<script>' })).html).not.toContain('<script>');
	expect((await tap('open', { code: fresh[0] })).status).toBe(200);
	expect((await tap('open', { code: autoStartToken })).html).toContain('opened before');
	tpp.clock.now += 180_000;
	expect((await tap('open', { code: autoStartToken })).html).toContain('over');
});

it("cancels a person's other order when the phone takes up a new one", async () => {
	const { order } = await tap('open', { code: (await challenge()).autoStartToken });
	await tap('identify', { order, person: 'testa' });
	const second = await start(await consentPath());
	const { autoStartToken } = second.body['challengeData'] as Challenge;
	const { order: other } = await tap('open', { code: autoStartToken });
	await tap('identify', { order: other, person: 'testa' });
	expect(await standing()).toMatchObject({ scaStatus: 'failed', hintCode: 'cancelled' });
});
