import { startSandbox } from '../../../sandbox';
import { Tpp } from './tpp';

let tpp: Tpp;
beforeAll(async () => {
	tpp = await Tpp.open();
});
afterAll(() => tpp.close());
beforeEach(() => tpp.admin('/reset', {}));

it('serves nobody without the key', async () => {
	for (const headers of [{}, { 'x-sandbox-admin': 'guess' }]) {
		const answer = await fetch(`${tpp.sandbox.adminUrl}/log`, { headers });
		expect(answer.status).toBe(401);
	}
});

it('says what is wrong with a fault or a setting, and keeps the old ones', async () => {
	await expect(tpp.admin('/faults', { kind: 'earthquake' })).rejects.toThrow('400');
	await expect(tpp.admin('/settings', { transactions: 9 })).rejects.toThrow('transactions');
	await expect(tpp.admin('/settings', { colour: 'red' })).rejects.toThrow('colour');
	expect(await tpp.admin('/settings')).toMatchObject({ transactions: 400 });
	await expect(startSandbox({ transactions: 1_000_001 })).rejects.toThrow('transactions');
});

it('logs every call without tokens, secrets, consent or account ids', async () => {
	const login = await tpp.connect();
	const { body } = await tpp.call('/v1/accounts', login, { 'psu-ip-address': '192.0.2.7' });
	const [account] = body['accounts'] as { resourceId: string; iban: string }[];
	await tpp.call(`/v1/accounts/${account?.resourceId}/balances`, login);
	await tpp.call(`/v1/consents/${login.consentId}`, login);
	const log = await tpp.admin<Record<string, unknown>[]>('/log');
	expect(log.map(({ endpoint, status, attended }) => [endpoint, status, attended])).toEqual([
		['authorize', 200, false],
		['login', 200, false],
		['approval', 302, false],
		['token', 200, false],
		['accounts', 200, true],
		['balances', 200, false],
		['consents.get', 200, false],
	]);
	const text = JSON.stringify(log);
	const secrets = [
		login.accessToken,
		login.refreshToken,
		login.consentId,
		account?.resourceId,
		account?.iban,
		tpp.sandbox.clientSecret,
	];
	for (const secret of secrets) expect(text).not.toContain(secret);
	expect(log.slice(-3).every(({ requestId }) => typeof requestId === 'string')).toBe(true);
	const urls = await tpp.admin<string[]>('/urls');
	expect(urls.at(-1)).toBe(`/berlin-group/v1/consents/${login.consentId}`);
});

it('adds up a period day by day to the whole', async () => {
	type Entry = { account: string; currency: string; booked: { count: number; sum: string } };
	const between = (from: string, to: string) =>
		tpp.admin<Entry[]>(`/ledger?person=prova&from=${from}&to=${to}`);
	const [whole] = await between('2031-05-01', '2031-05-17');
	let count = 0;
	let sum = 0;
	for (let day = 1; day <= 17; day += 1) {
		const date = `2031-05-${String(day).padStart(2, '0')}`;
		const [entry] = await between(date, date);
		count += entry?.booked.count ?? 0;
		sum += Math.round(Number(entry?.booked.sum) * 100);
	}
	expect(count).toBe(whole?.booked.count);
	expect(sum).toBe(Math.round(Number(whole?.booked.sum) * 100));
});

it.each([10, 11, 400, 1_000_000])('has exactly %i transactions a person', async (transactions) => {
	await tpp.admin('/settings', { transactions });
	type Entry = { booked: { count: number }; pending: { count: number } };
	for (const [person, expected] of [
		['testa', transactions],
		['fiktiva', transactions],
		['tom', 0],
	] as const) {
		const entries = await tpp.admin<Entry[]>(`/ledger?person=${person}`);
		const count = entries.reduce(
			(sum, { booked, pending }) => sum + booked.count + pending.count,
			0,
		);
		expect(count).toBe(expected);
	}
});

it('says the same for the same seed and day, and something else for another seed', async () => {
	const ledger = () => tpp.admin('/ledger');
	const before = await ledger();
	await tpp.admin('/settings', { seed: 'other' });
	expect(await ledger()).not.toEqual(before);
	await tpp.admin('/settings', { seed: 'sandbank' });
	expect(await ledger()).toEqual(before);
	await tpp.admin('/settings', { today: '2031-06-17' });
	expect(await ledger()).not.toEqual(before);
	await tpp.admin('/settings', { today: '2031-05-17' });
	expect(await ledger()).toEqual(before);
});

it('serves a page out of a million rows about as fast as one out of thousands', async () => {
	/** The quickest of ten pages, ms: what else the machine does is not counted. */
	const quickestOf = async (transactions: number): Promise<number> => {
		await tpp.admin('/settings', { transactions, pageSize: 500 });
		const login = await tpp.connect();
		const attended = { 'psu-ip-address': '192.0.2.7' };
		const { body } = await tpp.call('/v1/accounts', login, attended);
		const [account] = body['accounts'] as { resourceId: string }[];
		let href: string | undefined =
			`/v1/accounts/${account?.resourceId}/transactions?bookingStatus=booked&dateFrom=2000-01-01`;
		const taken: number[] = [];
		for (let page = 0; page < 10; page += 1) {
			const started = performance.now();
			const answer = await tpp.call(href ?? '', login, attended);
			taken.push(performance.now() - started);
			const report = answer.body['transactions'] as {
				booked: unknown[];
				_links: { next: { href: string } };
			};
			expect(report.booked).toHaveLength(500);
			href = report._links.next.href;
		}
		return Math.min(...taken);
	};
	const outOfThousands = await quickestOf(20_000);
	expect(await quickestOf(1_000_000)).toBeLessThan(5 * outOfThousands);
});
