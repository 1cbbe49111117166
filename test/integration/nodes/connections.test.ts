import type { LogEntry } from '../../../sandbox/bank/request-log';
import { openBehindRelay, type BehindRelay } from '../../support/behind-relay';

process.env.N8N_SSRF_PROTECTION_ENABLED = 'true';
process.env.N8N_SSRF_ALLOWED_IP_RANGES = '127.0.0.1/32,::1/128';
// The bank's daily limit is not what is tested here.
process.env.PSD2_READS_PER_DAY = '100';
process.env.PSD2_CACHE_SECONDS = '0';

/** Connections that are used again, below n8n's own protection (docs/decisions/0005). */
describe('A node that reads page by page', () => {
	let at: BehindRelay;
	let credential: string;

	beforeAll(async () => {
		at = await openBehindRelay();
	});
	afterAll(() => at.close());
	beforeEach(async () => {
		credential = await at.connect('testa');
	});

	const reads = async () =>
		(await at.bank.admin<LogEntry[]>('/log')).filter(({ endpoint }) => endpoint === 'transactions');

	it('reads all pages of all accounts on one connection', async () => {
		const [before, readBefore] = [at.relay.connections.made, (await reads()).length];
		const { items, error } = await at.readTransactions(credential);
		expect(error).toBeUndefined();
		expect(items.length).toBeGreaterThan(20);
		expect((await reads()).length - readBefore).toBeGreaterThan(10);
		expect(at.relay.connections.made - before).toBe(1);
	});

	it('exports them on one connection too, found by name', async () => {
		const [before, readBefore] = [at.relay.connections.made, (await reads()).length];
		const { items, error } = await at.exportTransactions(credential);
		expect(error).toBeUndefined();
		expect(items[0]?.json.rows).toBeGreaterThan(20);
		expect((await reads()).length - readBefore).toBeGreaterThan(10);
		expect(at.relay.connections.made - before).toBe(1);
	});

	it('shares the connection between its items', async () => {
		const before = at.relay.connections.made;
		const { error } = await at.readTransactions(credential, { items: [{}, {}, {}] });
		expect(error).toBeUndefined();
		expect(at.relay.connections.made - before).toBe(1);
	});

	it('lets no run use the connection of another', async () => {
		const before = at.relay.connections.made;
		await at.readTransactions(credential);
		await at.readTransactions(credential);
		expect(at.relay.connections.made - before).toBe(2);
	});

	it('calls itself what n8n calls itself, with an ID for each call', async () => {
		await at.readTransactions(credential);
		const ids = (await reads()).map(({ requestId }) => requestId);
		expect(new Set(ids).size).toBe(ids.length);
	});

	it('does not follow the bank to another place', async () => {
		const elsewhere = at.relay.connections.made;
		await at.bank.admin('/faults', {
			match: { endpoint: 'transactions' },
			kind: 'foreign-next-link',
			times: 1,
			params: { origin: 'http://169.254.169.254' },
		});
		const { error } = await at.readTransactions(credential);
		expect(error?.message).toMatch(/outside its own interface/);
		expect(at.relay.connections.made - elsewhere).toBe(1);
	});

	it('ends a call that the bank does not answer when the user presses Stop', async () => {
		await at.bank.admin('/faults', {
			match: { endpoint: 'transactions' },
			kind: 'slow',
			times: 1,
			params: { ms: 60_000 },
		});
		const asked = at.relay.connections.made;
		const sent = until(
			async () => at.relay.connections.made > asked && at.relay.connections.open > 0,
		);
		const { error } = await at.readTransactions(credential, { stop: sent });
		expect(error?.description).toMatch(/the run was stopped/);
		await at.relay.allEnded();
		expect(at.relay.connections.open).toBe(0);
	});
});

/** Looks again at each turn of the event loop that I/O has its part in. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
	while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve));
}
