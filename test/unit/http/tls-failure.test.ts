import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createHttp } from '../../../lib/http/http';
import type { HttpMethod } from '../../../lib/http/port';
import { send } from '../../../lib/http/send';
import { tlsOptions, type TransportKeys } from '../../../lib/keys/transport';
import { settle } from '../../../lib/outcome';
import { BankError } from '../../../lib/errors';
import { madePair, openssl } from '../../support/certificates';
import { openOpensslServer, type OpensslServer } from '../../support/openssl-server';

const bankAuthority = madePair('authority of the bank');
const clientAuthority = madePair('authority of the clients');
const server = madePair('bank', bankAuthority);
const right = madePair('client', clientAuthority);
const foreign = madePair('foreigner', madePair('authority of nobody'));
const expired = madePair('former client', clientAuthority, { from: -5, to: -2 });
const early = madePair('client to be', clientAuthority, { from: 2, to: 5 });
const ca = bankAuthority.certificate;

async function refusal(work: Promise<unknown>) {
	const outcome = await settle(work);
	if (!('error' in outcome)) throw new Error('not refused');
	if (!(outcome.error instanceof BankError)) throw outcome.error;
	const { code, message, details } = outcome.error;
	expect(`${message} ${details.nextStep} ${String(details.cause)}`).not.toMatch(/MII|BEGIN/);
	return { code, message, field: details.field, nextStep: details.nextStep };
}

const ask = (port: number, keys: TransportKeys | undefined, method: HttpMethod = 'GET') =>
	send(
		createHttp({ keys, mayAskForKeys: true }),
		{ method, path: `https://localhost:${port}/` },
		{ bank: 'Made-up Bank', asked: 'the accounts' },
	);

describe.each(['-tls1_2', '-tls1_3'] as const)('a bank behind OpenSSL (%s)', (version) => {
	let bank: OpensslServer;
	beforeAll(async () => {
		bank = await openOpensslServer(server, clientAuthority, version);
	});
	afterAll(() => bank.close());

	it('takes the right certificate', async () => {
		expect((await ask(bank.port, { ...right, ca })).status).toBe(200);
	});

	it.each<[string, TransportKeys, RegExp, RegExp]>([
		[
			'none',
			{ ca },
			/^Made-up Bank can't be reached: it asks for a client certificate, and none is shown$/,
			/Fill in Transport Certificate and Transport Key/,
		],
		[
			'one of a foreign authority',
			{ ...foreign, ca },
			/it does not know who issued Transport Certificate$/,
			/registered, for this environment, and paste the certificates of its issuers below it/,
		],
		[
			'an expired one',
			{ ...expired, ca },
			/it says that Transport Certificate has expired$/,
			/new/,
		],
		[
			'one that is not valid yet',
			{ ...early, ca },
			/it calls Transport Certificate a bad one$/,
			/registered/,
		],
	])('says why it does not take %s', async (_what, keys, said, next) => {
		const found = await refusal(ask(bank.port, keys));
		expect(found).toMatchObject({ code: 'settings-invalid', field: 'Transport Certificate' });
		expect(found.message).toMatch(said);
		expect(found.nextStep).toMatch(next);
	});
});

describe('a bank that says nothing', () => {
	const bank = createServer(
		{
			...tlsOptions(server),
			ca: clientAuthority.certificate,
			requestCert: true,
			rejectUnauthorized: false,
		},
		(_request, answer) => void answer.end('{}'),
	);
	let isUp = true;
	bank.on('secureConnection', (socket) => {
		if (!socket.authorized || !isUp) socket.destroy();
	});
	beforeAll(() => new Promise<void>((resolve) => bank.listen(0, '127.0.0.1', resolve)));
	afterAll(() => {
		bank.closeAllConnections();
		bank.close();
	});
	const port = () => (bank.address() as AddressInfo).port;
	const get = (http: ReturnType<typeof createHttp>, method: HttpMethod = 'GET') =>
		send(http, { method, path: `https://localhost:${port()}/` });

	it.each([
		['none', { ca }, /it cut the connection at once, .*, and none is shown$/],
		['another', { ...foreign, ca }, /it cut the connection at once, .* Transport Certificate$/],
	])('means the certificate at its second cut: %s', async (_what, keys, said) => {
		const http = createHttp({ keys, mayAskForKeys: true });
		expect(await refusal(get(http))).toMatchObject({ code: 'no-answer' });
		const found = await refusal(get(http));
		expect(found).toMatchObject({ code: 'settings-invalid', field: 'Transport Certificate' });
		expect(found.message).toMatch(said);
	});

	it('means it at once where the call is made once', async () => {
		const http = createHttp({ keys: { ...foreign, ca } });
		expect(await refusal(get(http, 'POST'))).toMatchObject({ code: 'settings-invalid' });
	});

	it('means the network where it has answered before, and where it never asks for certificates', async () => {
		const http = createHttp({ keys: { ...right, ca } });
		expect((await get(http)).status).toBe(200);
		isUp = false;
		bank.closeAllConnections();
		for (let cuts = 0; cuts < 3; cuts += 1) {
			expect(await refusal(get(http, 'POST'))).toMatchObject({ code: 'no-answer' });
		}
		const plain = createHttp({ keys: { ca } });
		for (let cuts = 0; cuts < 3; cuts += 1) {
			expect(await refusal(get(plain))).toMatchObject({ code: 'no-answer' });
		}
		isUp = true;
	});
});

describe("a bank's own certificate", () => {
	const serve = async (own: TransportKeys, keys: TransportKeys | undefined) => {
		const bank = createServer(tlsOptions(own), (_request, answer) => void answer.end('{}'));
		await new Promise<void>((resolve) => bank.listen(0, '127.0.0.1', resolve));
		const found = await refusal(ask((bank.address() as AddressInfo).port, keys));
		bank.closeAllConnections();
		bank.close();
		return found;
	};
	const alone = madePair('alone');

	it.each<[string, TransportKeys, TransportKeys | undefined, RegExp, string]>([
		['of an unknown issuer', server, undefined, /issuer .* isn't known here$/, "Bank's CA"],
		['that vouches for itself', alone, undefined, /is self-signed$/, "Bank's CA"],
		[
			'of another issuer',
			server,
			{ ca: clientAuthority.certificate },
			/issued by somebody else than Bank's CA$/,
			"Bank's CA",
		],
		[
			'that has expired',
			madePair('bank', bankAuthority, { from: -5, to: -2 }),
			{ ca },
			/has expired$/,
			'host',
		],
		[
			'that is not valid yet',
			madePair('bank', bankAuthority, { from: 2, to: 5 }),
			{ ca },
			/is not valid yet$/,
			'host',
		],
	])('is refused %s', async (_what, own, keys, said, field) => {
		const found = await serve(own, keys);
		expect(found).toMatchObject({ code: 'settings-invalid', field });
		expect(found.message).toMatch(said);
		expect(found.nextStep).toMatch(field === 'host' ? /clock/ : /Bank's CA/);
	});
});

describe('keys that OpenSSL does not take', () => {
	it.each<[string, TransportKeys]>([
		['of two pairs', { certificate: right.certificate, key: foreign.key }],
		['that are no PEM texts', { certificate: 'x', key: 'y' }],
	])('are a setting to correct: %s', async (_what, keys) => {
		expect(await refusal(ask(9, keys))).toMatchObject({
			code: 'settings-invalid',
			field: 'Transport Certificate',
		});
	});

	it('are a weak certificate to replace', async () => {
		const weak =
			'req -x509 -newkey rsa:512 -nodes -keyout key -out certificate -days 2 -subj /CN=weak';
		const made = openssl([weak.split(' ')], { give: ['key', 'certificate'] });
		const keys = { key: made.key.toString(), certificate: made.certificate.toString() };
		const found = await refusal(ask(9, keys));
		expect(found).toMatchObject({ code: 'settings-invalid', field: 'Transport Certificate' });
		expect(found.message).toMatch(/weaker than TLS allows$/);
	});
});
