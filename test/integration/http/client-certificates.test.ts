import type { INodeType, IExecuteFunctions, IDataObject } from 'n8n-workflow';
import { tlsOptions } from '../../../lib/keys/transport';
import { writeStoredLogin } from '../../../lib/login/stored-login';
import { madePair, openssl, type MadePair } from '../../support/certificates';
import { openConnected, type Connected } from '../../support/connected';
import { openConnectProxy, type ConnectProxy } from '../../support/connect-proxy';
import type { EngineRun } from '../../support/engine';
import { openRelay, type Relay } from '../../support/relay';

process.env.N8N_SSRF_PROTECTION_ENABLED = 'true';
process.env.N8N_SSRF_ALLOWED_IP_RANGES = '127.0.0.1/32,::1/128';
process.env.PSD2_READS_PER_DAY = '1000';
process.env.PSD2_CACHE_SECONDS = '0';

/** The bank's servers, and its clients, each with an authority of its own. */
const bankAuthority = madePair('authority of the bank');
const clientAuthority = madePair('authority of the clients');
const server = madePair('bank', bankAuthority);
const right = madePair('client', clientAuthority);

const passphrase = 'made up';

/** As n8n's editor leaves what was pasted. */
const pem = ({ certificate, key }: MadePair) => ({
	transportCertificate: certificate,
	transportKey: openssl(
		[['pkcs8', '-topk8', '-in', 'key', '-passout', `pass:${passphrase}`, '-out', 'out']],
		{ files: { key }, give: ['out'] },
	)
		.out.toString()
		.replaceAll('\n', ' '),
	keyPassphrase: passphrase,
});

const foreign = pem(madePair('foreigner', madePair('authority of nobody')));
const expired = pem(madePair('former client', clientAuthority, { from: -5, to: -2 }));
const early = pem(madePair('client to be', clientAuthority, { from: 2, to: 5 }));

/** What is wrong, and what the person reads: the field, what about it, and what to do next. */
const wrong: Readonly<Record<string, readonly [keys: IDataObject, said: RegExp, next: RegExp]>> = {
	'no certificate': [
		{},
		/can't be reached: it (asks for a client certificate|cut the connection at once.*client certificate), and none is shown/,
		/Fill in Transport Certificate and Transport Key/,
	],
	'a certificate of a foreign authority': [
		foreign,
		/can't be reached: it (does not know who issued|cut the connection at once.*) Transport Certificate/,
		/Check that Transport Certificate is the one that the bank has registered/,
	],
	'an authority that is not the bank’s': [
		{ ...pem(right), bankAuthority: clientAuthority.certificate },
		/the bank's certificate was issued by somebody else than Bank's CA/,
		/into Bank's CA/,
	],
	'no authority for a bank that nobody knows': [
		{ ...pem(right), bankAuthority: '' },
		/the issuer of the bank's certificate isn't known here/,
		/paste the issuer's certificate into Bank's CA/,
	],
};

/** What is seen before anybody is asked. */
const refused: typeof wrong = {
	'an expired certificate': [
		expired,
		/Transport Certificate expired on \d{4}-\d\d-\d\d/,
		/Get a new certificate/,
	],
	'a certificate that is not valid yet': [
		early,
		/Transport Certificate is valid from \d{4}-\d\d-\d\d on, which is not yet/,
		/Wait until then/,
	],
	'the key of another certificate': [
		{ ...pem(right), transportKey: foreign.transportKey },
		/Transport Key does not belong to Transport Certificate/,
		/they come as a pair/,
	],
	'another passphrase': [
		{ ...pem(right), keyPassphrase: 'made down' },
		/Key Passphrase does not open Transport Key/,
		/Correct Key Passphrase/,
	],
	'a signing key without the certificate that the bank wants to see': [
		{ ...pem(right), signingKey: right.key },
		/Signing Certificate of the credential is empty/,
		/fill in Signing Certificate/,
	],
	'half a key': [
		{ ...pem(right), transportKey: foreign.transportKey.slice(0, 800) },
		/Transport Key can't be read/,
		/Paste the whole PEM text/,
	],
};

let at: Connected;
let front: Relay;
let proxy: ConnectProxy;

beforeAll(async () => {
	at = await openConnected({ transactions: 20, quotaPerDay: 100_000 });
	await at.bank.admin('/settings', { bankIdAutoMs: 1, pollDelayMs: 1, formerConsents: 'keep' });
	proxy = await openConnectProxy();
	front = await openRelay({
		to: Number(new URL(at.bank.base).port),
		tls: {
			...tlsOptions(server),
			ca: clientAuthority.certificate,
			requestCert: true,
			rejectUnauthorized: true,
		},
	});
}, 60_000);
afterAll(async () => {
	await front.close();
	await proxy.close();
	await at.close();
});

/** A credential that is logged in at the bank behind the certificate. */
async function credentialWith(keys: IDataObject, isExpired = false): Promise<string> {
	const login = await at.bank.connect('testa');
	const base = `https://localhost:${front.port}/berlin-group`;
	return at.bankLogin({
		bank: 'other-bank',
		otherApiUrl: base,
		otherAuthorizeUrl: `${base}/oauth2/authorize`,
		otherTokenUrl: `${base}/oauth2/token`,
		bankAuthority: bankAuthority.certificate,
		...keys,
		tokens: writeStoredLogin({
			loginId: 'made up',
			loggedInAt: 0,
			receivedAt: 0,
			token: {
				access_token: isExpired ? 'nobody knows it' : login.accessToken,
				refresh_token: login.refreshToken,
				token_type: 'Bearer',
			},
			consentId: login.consentId,
			accounts: [],
		}),
	});
}

const read = (credential: string) => at.run('Psd2Accounts', credential, {}, { mode: 'trigger' });

/** n8n's credential test sends what the credential's `authenticate` makes of its request. */
const tested = (credential: string) =>
	at.engine.run([{ node: tester, credentials: { psd2BankLoginApi: credential } }]);

const tester: INodeType = {
	description: {
		displayName: 'Tester',
		name: 'tester',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: {},
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'psd2BankLoginApi', required: true }],
		properties: [],
	},
	async execute(this: IExecuteFunctions) {
		const answer = (await this.helpers.httpRequestWithAuthentication.call(
			this,
			'psd2BankLoginApi',
			{ url: '', baseURL: `https://localhost:${front.port}/berlin-group`, json: true },
		)) as IDataObject;
		return [[{ json: answer }]];
	},
};

const calls: Readonly<Record<string, (keys: IDataObject) => Promise<EngineRun>>> = {
	reads: async (keys) => read(await credentialWith(keys)),
	'the renewal': async (keys) => read(await credentialWith(keys, true)),
	"a login's token call": async (keys) =>
		at.run('Psd2Consent', await credentialWith(keys), { operation: 'startLogin' }),
	"the consent's status": async (keys) =>
		at.run('Psd2Consent', await credentialWith(keys), { operation: 'getStatus' }),
	'the export': async (keys) =>
		at.run('Psd2ExcelExport', await credentialWith(keys), {
			accounts: 'all',
			period: 'lastDays',
			days: 80,
			bookingStatus: 'booked',
			source: 'bank',
			format: 'csv',
		}),
	'the credential test': async (keys) => tested(await credentialWith(keys)),
};

describe.each(['direct', 'through a proxy'])('%s', (way) => {
	beforeAll(() => {
		if (way === 'through a proxy') process.env.https_proxy = proxy.url;
	});
	afterAll(() => {
		delete process.env.https_proxy;
	});

	const run = async (call: string, keys: IDataObject) => {
		const [before, tunnels] = [front.connections.made, proxy.tunnels.length];
		const { items, error } = (await calls[call]?.(keys)) ?? { items: [] };
		return {
			items,
			error,
			connections: front.connections.made - before,
			tunnels: proxy.tunnels.length - tunnels,
		};
	};

	it.each(Object.keys(calls))('%s show the certificate', async (call) => {
		const { items, error, connections, tunnels } = await run(call, pem(right));
		expect(error).toBeUndefined();
		expect(items.length).toBeGreaterThan(0);
		expect(connections).toBeGreaterThan(0);
		expect(tunnels).toBe(way === 'direct' ? 0 : connections);
	});

	/** How a test failed that could be sent is n8n's to say. */
	const ours = Object.keys(calls).filter((call) => call !== 'the credential test');

	describe.each(ours)('%s', (call) => {
		it.each(Object.keys(wrong))('say what is wrong: %s', async (what) => {
			const [keys, said, next] = wrong[what] ?? [{}, /never/, /never/];
			const { items, error } = await run(call, keys);
			expect(error?.message).toMatch(said);
			expect(error?.description).toMatch(next);
			expect(JSON.stringify([items, error])).not.toMatch(/MII|[A-Za-z0-9+\/]{40}|made up/);
		});
	});

	describe.each(Object.keys(calls))('%s', (call) => {
		it.each(Object.keys(refused))('connect nowhere with %s', async (what) => {
			const [keys, said, next] = refused[what] ?? [{}, /never/, /never/];
			const { items, error, connections } = await run(call, keys);
			const told = `${error?.message} ${error?.description}`;
			expect(told).toMatch(said);
			expect(told).toMatch(next);
			expect(connections).toBe(0);
			expect(JSON.stringify([items, error])).not.toMatch(/MII|[A-Za-z0-9+\/]{40}|made (up|down)/);
		});
	});
});
