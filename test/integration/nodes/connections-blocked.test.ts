import { openBehindRelay, type BehindRelay } from '../../support/behind-relay';

process.env.N8N_SSRF_PROTECTION_ENABLED = 'true';
delete process.env.N8N_SSRF_ALLOWED_IP_RANGES;
process.env.PSD2_CACHE_SECONDS = '0';

/** n8n's configuration is read once a process: hence a file for each. */
describe.each(['127.0.0.1', 'localhost'] as const)(
	"n8n's protection against requests into the private network, bank at %s",
	(host) => {
		let at: BehindRelay;

		beforeAll(async () => {
			at = await openBehindRelay(host);
		});
		afterAll(() => at.close());

		it.each(['readTransactions', 'exportTransactions'] as const)(
			'lets nothing reach the bank, not even a connection (%s)',
			async (reading) => {
				const { error, items } = await at[reading](await at.connect('testa'));
				expect(items).toEqual([]);
				expect(error?.message).toMatch(/SSRF protection doesn't allow the bank's address/);
				expect(at.relay.connections.made).toBe(0);
			},
		);
	},
);
