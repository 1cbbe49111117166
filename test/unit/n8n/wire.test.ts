import { createServer, type Server } from 'node:http';
import { lookup } from 'node:dns';
import type { AddressInfo } from 'node:net';
import { send } from '../../../lib/http/send';
import { tlsOptions, type TransportKeys } from '../../../lib/keys/transport';
import { n8nHttp, type WireContext } from '../../../lib/n8n/wire';
import { madePair } from '../../support/certificates';
import { openRelay, type Relay } from '../../support/relay';

const ours = madePair('bank');
const client = madePair('third party');
const context = (): WireContext => ({
	helpers: {
		httpRequest: () => Promise.reject(new Error('reading does not need it')),
		getSecureEgressFilter: () => ({
			validateUrl: async () => ({ ok: true, result: undefined }),
			validateConnectionHost: () => ({ ok: true, result: undefined }),
			createSecureLookup: () => lookup,
			validateRedirectSync: () => undefined,
		}),
	},
});

describe('the connections of one run', () => {
	let bank: Server;
	let front: Relay;

	beforeAll(async () => {
		bank = createServer((_request, answer) => void answer.end('{}'));
		await new Promise<void>((resolve) => bank.listen(0, '127.0.0.1', resolve));
		front = await openRelay({
			to: (bank.address() as AddressInfo).port,
			tls: { ...tlsOptions(ours), ca: client.certificate, requestCert: true },
		});
	});
	afterAll(async () => {
		await front.close();
		await new Promise((resolve) => bank.close(resolve));
	});

	const keys: TransportKeys = { ...client, ca: ours.certificate };
	const readTwice = async (one: TransportKeys, other: TransportKeys) => {
		const run = context();
		const before = front.connections.made;
		for (const shown of [one, other]) {
			const http = n8nHttp(run, { keys: shown, timeoutMs: 10_000 });
			await send(http, { method: 'GET', path: `https://localhost:${front.port}/` });
		}
		return front.connections.made - before;
	};

	it('are used again with the same keys', async () => {
		expect(await readTwice(keys, { ...keys })).toBe(1);
	});

	it.each<[string, TransportKeys, TransportKeys]>([
		['certificate', keys, { ...keys, certificate: client.certificate + ours.certificate }],
		['key', keys, { ...keys, key: `${client.key}\n` }],
		['passphrase', { ...keys, passphrase: 'one' }, { ...keys, passphrase: 'another' }],
		['authority', keys, { ...keys, ca: ours.certificate + client.certificate }],
	])('are others with another %s', async (_what, one, other) => {
		expect(await readTwice(one, other)).toBe(2);
	});
});
