import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openBehindRelay, type BehindRelay } from '../../support/behind-relay';

process.env.PSD2_CACHE_SECONDS = '0';

describe('An n8n behind a proxy', () => {
	const asked: string[] = [];
	let proxy: Server;
	let at: BehindRelay;
	let credential: string;

	beforeAll(async () => {
		at = await openBehindRelay();
		credential = await at.connect('testa');
		proxy = createServer((incoming, outgoing) => {
			asked.push(incoming.url ?? '');
			incoming.pipe(
				request(
					incoming.url ?? '',
					{ method: incoming.method, headers: incoming.headers },
					(answer) => {
						outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
						answer.pipe(outgoing);
					},
				),
			);
		});
		await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
		process.env.http_proxy = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
	});
	afterAll(async () => {
		delete process.env.http_proxy;
		await new Promise((resolve) => proxy.close(resolve));
		await at.close();
	});

	it.each([
		['readTransactions', 20],
		['exportTransactions', 0],
	] as const)('sends every call to the bank through it (%s)', async (reading, fewest) => {
		const [before, askedBefore] = [at.relay.connections.made, asked.length];
		const { items, error } = await at[reading](credential);
		expect(error).toBeUndefined();
		expect(items.length).toBeGreaterThan(fewest);
		expect(asked.length - askedBefore).toBeGreaterThan(10);
		const bank = `http://127.0.0.1:${at.relay.port}/`;
		expect(asked.filter((url) => !url.startsWith(bank))).toEqual([]);
		expect(at.relay.connections.made - before).toBe(asked.length - askedBefore);
	});
});
