import { createServer, type Server } from 'node:http';
import { lookup } from 'node:dns';
import type { AddressInfo } from 'node:net';
import type { NodeEgressFilter } from 'n8n-workflow';
import { createHttp } from '../../../lib/http/http';
import { send } from '../../../lib/http/send';
import { tlsOptions, type TransportKeys } from '../../../lib/keys/transport';
import { keptConnection } from '../../../lib/n8n/kept-connection';
import { madePair } from '../../support/certificates';
import { openRelay, type Relay } from '../../support/relay';

const open: NodeEgressFilter = {
	validateUrl: async () => ({ ok: true, result: undefined }),
	validateConnectionHost: () => ({ ok: true, result: undefined }),
	createSecureLookup: () => lookup,
	validateRedirectSync: () => undefined,
};

let bank: Server;
let relay: Relay;

beforeAll(async () => {
	bank = createServer(({ url }, answer) => {
		if (url === '/moved') answer.writeHead(302, { location: '/elsewhere' }).end();
		else answer.setHeader('content-type', 'application/json').end(JSON.stringify({ url }));
	});
	await new Promise<void>((resolve) => bank.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => bank.close(resolve)));
afterEach(() => relay.close());

const bankPort = () => (bank.address() as AddressInfo).port;
const get = (http: ReturnType<typeof createHttp>, url: string) =>
	send(http, { method: 'GET', path: url });

describe('a kept connection', () => {
	const ours = madePair('bank');
	const client = madePair('third party');

	const overMutualTls = async (keys: TransportKeys) => {
		relay = await openRelay({
			to: bankPort(),
			tls: {
				...tlsOptions(ours),
				ca: client.certificate,
				requestCert: true,
				rejectUnauthorized: true,
			},
		});
		const http = createHttp({ adapter: keptConnection({ filter: open, keys }) });
		const page = (number: number) => get(http, `https://localhost:${relay.port}/${number}`);
		return [await page(1), await page(2), await page(3)].map(({ body }) => body);
	};

	it('shows the client certificate, in one handshake for all pages', async () => {
		const pages = await overMutualTls({ ...client, ca: ours.certificate });
		expect(pages).toEqual([{ url: '/1' }, { url: '/2' }, { url: '/3' }]);
		expect(relay.connections.made).toBe(1);
	});

	it("trusts nobody but the authorities that it knows, and says so as the client's setting", async () => {
		await expect(overMutualTls(client)).rejects.toMatchObject({
			code: 'settings-invalid',
			message: expect.stringMatching(/certificate/),
		});
		expect(relay.connections.made).toBe(0);
	});

	it('closes when no page is asked for in time, without the bank having to', async () => {
		relay = await openRelay({ to: bankPort() });
		const http = createHttp({ adapter: keptConnection({ filter: open, idleMs: 20 }) });
		await get(http, `http://127.0.0.1:${relay.port}/1`);
		await relay.allEnded();
		await get(http, `http://127.0.0.1:${relay.port}/2`);
		expect(relay.connections.made).toBe(2);
	});

	it('hands a redirect back instead of following it', async () => {
		relay = await openRelay({ to: bankPort() });
		const http = createHttp({ adapter: keptConnection({ filter: open }) });
		const answer = await get(http, `http://127.0.0.1:${relay.port}/moved`);
		expect(answer).toMatchObject({ status: 302, headers: { location: '/elsewhere' } });
	});

	it('asks the filter before each call, also where a connection is open', async () => {
		relay = await openRelay({ to: bankPort() });
		let allowed = true;
		const blocked = Object.assign(new Error('blocked'), { name: 'SsrfBlockedIpError' });
		const filter: NodeEgressFilter = {
			...open,
			validateUrl: async () =>
				allowed ? { ok: true, result: undefined } : { ok: false, error: blocked },
		};
		const http = createHttp({ adapter: keptConnection({ filter }) });
		await get(http, `http://127.0.0.1:${relay.port}/1`);
		allowed = false;
		await expect(get(http, `http://127.0.0.1:${relay.port}/2`)).rejects.toMatchObject({
			code: 'settings-invalid',
			message: expect.stringMatching(/SSRF protection/),
		});
	});
});
