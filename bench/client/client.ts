import { sandboxBank } from '../../lib/banks/sandbox-bank';
import { BankClient } from '../../lib/client';
import { systemClock } from '../../lib/http/clock';
import { createHttp } from '../../lib/http/http';
import { createMemoryStore } from '../../lib/store/memory';
import type { PrebuiltBank } from '../bank/prebuilt';

const login = { accessToken: 'bench-token', consentId: 'bench-consent' };

/** Everything the nodes' client does: fetch, validate, model, number, paginate. Gives the number of rows. */
export async function readByClient(
	bank: PrebuiltBank,
	onPage: () => void = () => undefined,
): Promise<number> {
	const client = new BankClient({
		bank: sandboxBank,
		hosts: { api: bank.api },
		session: { current: async () => login, renew: async () => login },
		http: createHttp(),
		clock: systemClock,
		store: createMemoryStore(systemClock),
		connection: { id: 'bench' },
		audit: () => undefined,
		attended: { psuIpAddress: '192.0.2.7' },
	});
	const listed = new Set(bank.listings);
	let rows = 0;
	for await (const accounts of client.accounts()) {
		for (const account of accounts) {
			const query = { bookingStatus: 'both', dateFrom: '2000-01-01' } as const;
			const path = `/v1/accounts/${account.resourceId}/transactions?bookingStatus=both&dateFrom=2000-01-01`;
			if (!listed.has(path)) continue;
			for await (const page of client.transactions(account, query)) {
				rows += page.length;
				onPage();
			}
		}
	}
	return rows;
}
