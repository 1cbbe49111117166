import type { AuditRecord } from '../../lib/audit/record';
import type { BankProfile } from '../../lib/profile/profile';
import { readRefusal } from '../../lib/standards/refusals';
import { berlinGroup } from '../../lib/standards/berlin-group';
import { BankClient, type BankClientOptions } from '../../lib/client';
import { createHttp } from '../../lib/http/http';
import { createMemoryStore } from '../../lib/store/memory';
import { FixedSession } from './fixed-session';
import { TestClock } from './test-clock';

/** A bank of the plain standard, at whatever address it is tried. */
export const plainBank: BankProfile = {
	id: 'plain-bank',
	name: 'Plain Bank',
	access: 'anyone',
	docs: { url: 'https://bank.example/docs', checked: '2026-01-01' },
	environments: {},
	logins: [],
	limits: { unattended: { perDay: 4, per: 'account' } },
	accounts: berlinGroup.accounts,
	account: berlinGroup.account,
	balances: berlinGroup.balances,
	transactions: berlinGroup.transactions,
	refusal: readRefusal,
};

/** A client with everything that a test may look at. */
export function clientAt(api: string, options: Partial<BankClientOptions> = {}) {
	const clock = new TestClock();
	const session = new FixedSession();
	const records: AuditRecord[] = [];
	const store = createMemoryStore(clock);
	const client = new BankClient({
		bank: plainBank,
		hosts: { api },
		session,
		http: createHttp({ timeoutMs: 10_000 }),
		clock,
		store,
		connection: { id: 'connection-1' },
		audit: (record) => {
			records.push(record);
		},
		random: () => 0,
		...options,
	});
	return { client, clock, session, records, store };
}

export async function pagesOf<Model>(
	pages: AsyncIterable<readonly Model[]>,
): Promise<(readonly Model[])[]> {
	const all: (readonly Model[])[] = [];
	for await (const page of pages) all.push(page);
	return all;
}

export const readAccounts = ({ client }: Pick<ReturnType<typeof clientAt>, 'client'>) =>
	pagesOf(client.accounts());
