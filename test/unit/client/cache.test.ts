import type { Access, Session } from '../../../lib/login/session';
import { createMemoryStore } from '../../../lib/store/memory';
import { clientAt, pagesOf, readAccounts } from '../../support/client-under-test';
import { FixedSession } from '../../support/fixed-session';
import { account, accountsBody } from '../../support/one-account';
import { ScriptedBank } from '../../support/scripted-bank';
import { TestClock } from '../../support/test-clock';

describe('the cache of a BankClient', () => {
	let bank: ScriptedBank;
	beforeAll(async () => {
		bank = await ScriptedBank.start();
	});
	afterAll(() => bank.stop());
	beforeEach(() => bank.answersBy(() => ({ body: accountsBody })));

	const connection = { id: 'connection-1', secretForCache: 'the client secret' };

	it('answers again from the last minutes, without the bank and without a read', async () => {
		const store = createMemoryStore(new TestClock());
		const under = () => clientAt(bank.url, { cache: 'use', connection, store, readsPerDay: 1 });
		const first = await readAccounts(under());
		expect(await readAccounts(under())).toEqual(first);
		expect(bank.seen).toHaveLength(1);
	});

	it('keeps all pages of a listing, and only a listing that came to its end', async () => {
		const row = (id: string) => ({
			transactionId: id,
			bookingDate: '2026-01-02',
			transactionAmount: { amount: '1.00', currency: 'SEK' },
		});
		const page = (id: string, more: object) => ({
			body: { transactions: { booked: [row(id)], ...more } },
		});
		const next = { _links: { next: { href: '?page=2' } } };
		const store = createMemoryStore(new TestClock());
		const { client } = clientAt(bank.url, { cache: 'use', connection, store });
		const list = () => client.transactions(account, { bookingStatus: 'booked' });
		bank.answers(page('1', next), page('2', {}), page('1', next), page('2', {}));
		const begun = list();
		await begun.next();
		await begun.return();
		bank.answers(page('1', next), page('2', {}));
		const whole = await pagesOf(list());
		expect(await pagesOf(list())).toEqual(whole);
		expect(bank.seen).toHaveLength(2);
	});

	it('is not used for another login at a bank that names no consent', async () => {
		const store = createMemoryStore(new TestClock());
		const listed = (login: string) => {
			const access = async (): Promise<Access> => ({ accessToken: 'token' });
			const session: Session = { current: access, renew: access };
			const under = { store, session, connection: { ...connection, login } };
			return clientAt(bank.url, under).client.directory();
		};
		await listed('first');
		await listed('first');
		expect(bank.seen).toHaveLength(1);
		bank.answers({ body: { accounts: [...accountsBody.accounts, { resourceId: 'acc-2' }] } });
		expect(await listed('second')).toHaveLength(2);
	});

	it('keeps no list of accounts that is empty', async () => {
		const { client } = clientAt(bank.url, { connection });
		bank.answers({ body: { accounts: [] } });
		expect(await client.directory()).toEqual([]);
		bank.answersBy(() => ({ body: accountsBody }));
		expect(await client.directory()).toHaveLength(1);
	});

	it('is over after five minutes', async () => {
		const under = clientAt(bank.url, { cache: 'use', connection });
		await readAccounts(under);
		under.clock.pass(300_001);
		await readAccounts(under);
		expect(bank.seen).toHaveLength(2);
	});

	it('is passed over, but filled, by a refresh; not touched when it is off', async () => {
		const store = createMemoryStore(new TestClock());
		for (const cache of ['refresh', 'refresh', 'use', 'off'] as const) {
			await readAccounts(clientAt(bank.url, { cache, connection, store }));
		}
		expect(bank.seen).toHaveLength(3);
	});

	it('holds nothing that the store could show', async () => {
		const written: string[] = [];
		const memory = createMemoryStore(new TestClock());
		const store = {
			...memory,
			set: async (key: string, value: string, ttlMs?: number) => {
				written.push(key, value, Buffer.from(value, 'base64').toString('latin1'));
				await memory.set(key, value, ttlMs);
			},
		};
		await readAccounts(clientAt(bank.url, { cache: 'use', connection, store }));
		expect(written.length).toBeGreaterThan(0);
		expect(written.join()).not.toMatch(/SE35|acc-1|accounts|consent-1234567|connection-1/);
	});

	it('does not open with another secret or for another consent', async () => {
		const store = createMemoryStore(new TestClock());
		await readAccounts(clientAt(bank.url, { cache: 'use', connection, store }));
		const other = { ...connection, secretForCache: 'another secret' };
		await readAccounts(clientAt(bank.url, { cache: 'use', connection: other, store }));
		const session = new FixedSession(['t'], 'another-consent');
		await readAccounts(clientAt(bank.url, { cache: 'use', connection, store, session }));
		expect(bank.seen).toHaveLength(3);
	});

	it('does not gather a large listing', async () => {
		const store = createMemoryStore(new TestClock());
		const large = { ...accountsBody, filler: 'x'.repeat(300_000) };
		bank.answersBy(() => ({ body: large }));
		await readAccounts(clientAt(bank.url, { cache: 'use', connection, store }));
		await readAccounts(clientAt(bank.url, { cache: 'use', connection, store }));
		expect(bank.seen).toHaveLength(2);
	});
});
