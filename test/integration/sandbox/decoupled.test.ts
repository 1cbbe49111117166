import type { Client } from '../../../sandbox';
import { asLogin, Tpp, type Answer } from './tpp';

/** Testa's and Pröva's, as the sandbox has them: from the range that is kept for tests. */
const testaNumber = '189001019802';
const provaNumber = '189001019810';
const attended = { 'psu-ip-address': '192.0.2.7' };

const stranger: Client = { id: 'stranger', secret: 'of theirs', redirectUris: [] };

let tpp: Tpp;
let client: { accessToken: string };
let consentPath: string;

beforeAll(async () => {
	tpp = await Tpp.open({ clients: [stranger] });
});
afterAll(() => tpp.close());
beforeEach(async () => {
	await tpp.admin('/reset', {});
	const { body } = await tpp.token({ grant_type: 'client_credentials', scope: 'AIS' });
	client = { accessToken: String(body['access_token']) };
	consentPath = await newConsent();
});

async function newConsent(access: object = { allPsd2: 'allAccounts' }): Promise<string> {
	const made = await tpp.call(
		'/v1/consents',
		client,
		{ ...attended, 'tpp-decoupled-preferred': 'true' },
		{
			method: 'POST',
			body: {
				access,
				recurringIndicator: true,
				validUntil: '9999-12-31',
				frequencyPerDay: 4,
				combinedServiceIndicator: false,
			},
		},
	);
	expect(made.headers.get('aspsp-sca-approach')).toBe('DECOUPLED');
	return `/v1/consents/${String(made.body['consentId'])}`;
}

const start = (headers: Readonly<Record<string, string>> = {}, path = consentPath) =>
	tpp.call(`${path}/authorisations`, client, headers, { method: 'POST', body: {} });

const poll = (started: Answer) =>
	tpp.call(`${consentPath}/authorisations/${String(started.body['authorisationId'])}`, client);

const phone = (action: string, body: object = {}) => tpp.admin(`/bankid/latest/${action}`, body);

const consentStatus = async () =>
	(await tpp.call(`${consentPath}/status`, client)).body['consentStatus'];

it('goes from the consent over BankID to tokens, word by word', async () => {
	const started = await start({ 'psu-id': testaNumber });
	expect(started.status).toBe(201);
	expect(started.headers.get('aspsp-sca-approach')).toBe('DECOUPLED');
	expect(started.body).toMatchObject({
		scaStatus: 'psuIdentified',
		hintCode: 'outstandingTransaction',
		pollDelay: 1_000,
		psuMessage: 'Open the BankID app and scan the code.',
		chosenScaMethod: { authenticationMethodId: 'BANKID' },
		challengeData: {
			data: [expect.stringMatching(/^bankid\.[0-9a-f-]{36}\.0\.[0-9a-f]{64}$/)],
			autoStartToken: expect.stringMatching(/^[0-9a-f-]{36}$/),
		},
	});
	await phone('open');
	expect((await poll(started)).body).toEqual({
		scaStatus: 'started',
		hintCode: 'started',
		pollDelay: 1_000,
		psuMessage: 'Go on in the BankID app.',
	});
	await phone('identify');
	expect((await poll(started)).body).toMatchObject({ scaStatus: 'started', hintCode: 'userSign' });
	expect(await consentStatus()).toBe('received');
	await phone('approve');
	expect(await consentStatus()).toBe('valid');
	const { body } = await poll(started);
	expect(body).toEqual({
		scaStatus: 'finalised',
		psuMessage: 'Done: your accounts are open.',
		authorizationCode: expect.stringMatching(/^code_/),
	});
	const tokens = await tpp.token({
		grant_type: 'authorization_code',
		code: String(body['authorizationCode']),
	});
	expect(tokens.body).toMatchObject({ scope: 'AIS', consentId: consentPath.split('/').at(-1) });
	const login = asLogin(tokens.body);
	const accounts = await tpp.call('/v1/accounts', login, attended);
	expect(accounts.body['accounts']).toHaveLength(6);
	expect((await poll(started)).body).not.toHaveProperty('authorizationCode');
	expect((await tpp.refresh(login.refreshToken)).status).toBe(200);
});

it('shows another QR text each second, and none once the app is open', async () => {
	const started = await start();
	const texts = new Set<string>();
	for (let second = 0; second < 3; second += 1) {
		const { challengeData } = (await poll(started)).body as { challengeData: { data: string[] } };
		texts.add(challengeData.data[0] ?? '');
		tpp.clock.now += 1_000;
	}
	expect(texts.size).toBe(3);
	await phone('open');
	expect((await poll(started)).body).not.toHaveProperty('challengeData');
});

it('fails with startFailed when nobody opens the app for 30 seconds, and can start again', async () => {
	const started = await start();
	tpp.clock.now += 29_999;
	expect((await poll(started)).body).toMatchObject({ scaStatus: 'received' });
	tpp.clock.now += 1;
	const { body } = await poll(started);
	expect(body).toMatchObject({ scaStatus: 'failed', hintCode: 'startFailed' });
	expect(body).not.toHaveProperty('pollDelay');
	expect(await consentStatus()).toBe('received');
	const again = await start();
	await phone('approve');
	expect((await poll(again)).body).toMatchObject({ scaStatus: 'finalised' });
	const list = await tpp.call(`${consentPath}/authorisations`, client);
	expect(list.body['authorisationIds']).toEqual([
		started.body['authorisationId'],
		again.body['authorisationId'],
	]);
});

it('expires after three minutes in the app', async () => {
	const started = await start();
	await phone('open');
	tpp.clock.now += 180_000;
	expect((await poll(started)).body).toMatchObject({ hintCode: 'expiredTransaction' });
});

it.each([
	'expiredTransaction',
	'certificateErr',
	'userCancel',
	'cancelled',
	'startFailed',
	'notSupportedByUserApp',
	'transactionRiskBlocked',
	'aHintThatNobodyKnowsYet',
])('passes the failure %s on', async (hintCode) => {
	const started = await start();
	await phone('fail', { hintCode });
	expect((await poll(started)).body).toMatchObject({ scaStatus: 'failed', hintCode });
	expect(await consentStatus()).toBe('received');
});

it('passes pending hints on, known or not', async () => {
	const started = await start();
	await phone('open');
	for (const hintCode of ['userMrtd', 'processing', 'aHintThatNobodyKnowsYet']) {
		await phone('hint', { hintCode });
		expect((await poll(started)).body).toMatchObject({ scaStatus: 'started', hintCode });
	}
});

it('refuses a person whom the client did not expect', async () => {
	const started = await start({ 'psu-id': testaNumber });
	await phone('approve', { person: 'prova' });
	expect((await poll(started)).body).toEqual({
		scaStatus: 'failed',
		psuMessage: 'Somebody else logged in than the one who was expected.',
		tppMessages: [
			{ category: 'ERROR', code: 'ERROR', path: 'PSU-ID', text: 'PSU_CREDENTIALS_INVALID' },
		],
	});
	expect(await consentStatus()).toBe('received');
});

it('rejects a consent that names accounts of somebody else', async () => {
	consentPath = await newConsent({ accounts: [{ iban: 'SE0000000000000000000000' }] });
	const started = await start();
	await phone('approve');
	expect((await poll(started)).body).toMatchObject({ scaStatus: 'failed' });
	expect(await consentStatus()).toBe('rejected');
	expect((await start()).status).toBe(409);
});

it('opens only what the consent names', async () => {
	const ledger = await tpp.admin<{ iban?: string }[]>('/ledger?person=testa');
	const iban = ledger[1]?.iban;
	consentPath = await newConsent({ accounts: [{ iban }], balances: [{ iban }] });
	const started = await start();
	await phone('approve');
	const { authorizationCode: code } = (await poll(started)).body;
	const tokens = await tpp.token({ grant_type: 'authorization_code', code: String(code) });
	const login = asLogin(tokens.body);
	const { body } = await tpp.call('/v1/accounts', login, attended);
	const [account, ...others] = body['accounts'] as { iban: string; resourceId: string }[];
	expect([account?.iban, others]).toEqual([iban, []]);
	const path = `/v1/accounts/${account?.resourceId}`;
	expect((await tpp.call(`${path}/balances`, login)).status).toBe(200);
	const query = 'bookingStatus=booked&dateFrom=2031-05-01';
	const refused = await tpp.call(`${path}/transactions?${query}`, login);
	expect(refused.body).toMatchObject({ tppMessages: [{ code: 'CONSENT_INVALID' }] });
});

it('cancels the waiting order when the same consent starts another', async () => {
	const first = await start();
	const second = await start();
	expect((await poll(first)).body).toMatchObject({ scaStatus: 'failed', hintCode: 'cancelled' });
	expect((await poll(second)).body).toMatchObject({ scaStatus: 'received' });
});

it('aborts both when a named person has an order under way, as BankID does', async () => {
	const first = await start({ 'psu-id': testaNumber });
	const other = await newConsent();
	expect((await start({ 'psu-id': testaNumber }, other)).status).toBe(409);
	expect((await poll(first)).body).toMatchObject({ hintCode: 'cancelled' });
	expect((await start({ 'psu-id': provaNumber }, other)).status).toBe(201);
});

it('cancels the order when the client deletes the consent', async () => {
	const started = await start();
	await tpp.call(consentPath, client, {}, { method: 'DELETE' });
	expect((await poll(started)).body).toMatchObject({ scaStatus: 'failed', hintCode: 'cancelled' });
	expect((await start()).status).toBe(409);
});

it.each([
	['no twelve digits', '9001019802', 400, 'FORMAT_ERROR'],
	['nobody the bank knows', '189012319999', 401, 'PSU_CREDENTIALS_INVALID'],
])('refuses a PSU-ID that is %s', async (_name, number, status, code) => {
	const answer = await start({ 'psu-id': number });
	expect(answer.status).toBe(status);
	expect(answer.body).toMatchObject({ tppMessages: [{ code, path: 'PSU-ID' }] });
	expect(JSON.stringify(answer.body)).not.toContain(number);
});

it('can insist on a PSU-ID, and says so in the link', async () => {
	await tpp.admin('/settings', { requirePsuId: true });
	expect((await start()).status).toBe(400);
	expect((await start({ 'psu-id': testaNumber })).status).toBe(201);
});

it('speaks Swedish to those who want it', async () => {
	const { body } = await start({ 'psu-accept-language': 'sv-SE,sv;q=0.9' });
	expect(body['psuMessage']).toBe('Öppna BankID-appen och skanna koden.');
});

it('approves by itself when told to, a third of the time for each step', async () => {
	await tpp.admin('/settings', { bankIdAutoMs: 3_000, bankIdAutoPerson: 'prova' });
	const started = await start();
	const hints = [];
	for (let second = 0; second < 4; second += 1) {
		const { body } = await poll(started);
		hints.push(body['hintCode'] ?? body['scaStatus']);
		tpp.clock.now += 1_000;
	}
	expect(hints).toEqual(['outstandingTransaction', 'started', 'userSign', 'finalised']);
	expect(await tpp.admin('/bankid')).toMatchObject([{ status: 'complete', person: 'prova' }]);
});

it('tells no other client about the consent or the login', async () => {
	const started = await start();
	await tpp.admin('/bankid/latest/approve', {});
	const { body } = await tpp.token({ grant_type: 'client_credentials' }, stranger);
	const path = `${consentPath}/authorisations/${String(started.body['authorisationId'])}`;
	for (const asked of [path, consentPath, `${consentPath}/status`]) {
		const answer = await tpp.call(asked, { accessToken: String(body['access_token']) });
		expect(answer.status).toBe(403);
		expect(answer.body).toMatchObject({ tppMessages: [{ code: 'CONSENT_UNKNOWN' }] });
	}
	const code = String((await poll(started)).body['authorizationCode']);
	const stolen = await tpp.token({ grant_type: 'authorization_code', code }, stranger);
	expect(stolen.body['error']).toBe('invalid_grant');
});

it('keeps personal numbers and start tokens out of its log and its addresses', async () => {
	const started = await start({ 'psu-id': testaNumber });
	await phone('approve');
	const { authorizationCode } = (await poll(started)).body;
	const seen = JSON.stringify([await tpp.admin('/log'), await tpp.admin('/urls')]);
	const { challengeData } = started.body as { challengeData: { autoStartToken: string } };
	for (const secret of [testaNumber, challengeData.autoStartToken, String(authorizationCode)]) {
		expect(seen).not.toContain(secret);
	}
});
