import { createHttp } from '../../../lib/http/http';
import { ScriptedBank } from '../../support/scripted-bank';
import { clientAt, pagesOf, plainBank } from '../../support/client-under-test';

const account = { resourceId: 'acc-1', iban: 'SE3550000000054910000003', currency: 'SEK' };
const query = { bookingStatus: 'booked', dateFrom: '2026-01-01', dateTo: '2026-01-31' } as const;

const row = (id: string, amount = '-12.50') => ({
	transactionId: id,
	bookingDate: '2026-01-02',
	transactionAmount: { amount, currency: 'SEK' },
});
const page = (rows: readonly unknown[], next?: string) => ({
	transactions: {
		booked: rows,
		...(next === undefined ? {} : { _links: { next: { href: next } } }),
	},
});
const path = '/psd2/v1/accounts/acc-1/transactions';

describe('paging', () => {
	let bank: ScriptedBank;
	let api: string;

	beforeAll(async () => {
		bank = await ScriptedBank.start();
		api = `${bank.url}/psd2`;
	});
	afterAll(() => bank.stop());

	const list = (options: Parameters<typeof clientAt>[1] = {}) => {
		const under = clientAt(api, options);
		return { ...under, pages: () => pagesOf(under.client.transactions(account, query)) };
	};

	it('yields each page as it comes and stamps ids', async () => {
		bank.answers(
			{ body: page([row('1'), row('2')], `${path}?page=2`) },
			{ body: page([row('3')]) },
		);
		const { pages } = list();
		const all = await pages();
		expect(all.map((items) => items.map(({ bankId }) => bankId))).toEqual([['1', '2'], ['3']]);
		expect(new Set(all.flat().map(({ id }) => id)).size).toBe(3);
		expect(bank.seen.map(({ url }) => url)).toEqual([
			`${path}?bookingStatus=booked&dateFrom=2026-01-01&dateTo=2026-01-31`,
			`${path}?page=2`,
		]);
	});

	describe('reading ahead', () => {
		const arrived = async (count: number) => {
			while (bank.seen.length < count) await new Promise((resolve) => setImmediate(resolve));
		};
		const endless = () => {
			let count = 1;
			bank.answersBy(() => ({
				body: page([row(String(count))], `${path}?page=${(count += 1)}`),
			}));
		};

		it('does not begin before somebody has come back for a second page', async () => {
			endless();
			const { client, records } = list();
			const pages = client.transactions(account, query);
			await pages.next();
			await pages.return();
			expect(bank.seen).toHaveLength(1);
			expect(records).toHaveLength(1);
		});

		it('is one page ahead, never more', async () => {
			endless();
			const pages = list().client.transactions(account, query);
			await pages.next();
			await pages.next();
			await arrived(3);
			for (let turns = 0; turns < 20; turns += 1) {
				await new Promise((resolve) => setImmediate(resolve));
			}
			expect(bank.seen).toHaveLength(3);
			await pages.return();
		});

		it('gives up what is on its way when the listing is left, and leaves a record of it', async () => {
			bank.answers(
				{ body: page([row('1')], `${path}?page=2`) },
				{ body: page([row('2')], `${path}?page=3`) },
				{ failure: 'silent' },
			);
			const { client, records } = list({ http: createHttp() });
			const pages = client.transactions(account, query);
			await pages.next();
			await pages.next();
			await arrived(3);
			await pages.return();
			expect(records.map(({ outcome }) => outcome)).toEqual(['answered', 'answered', 'cancelled']);
		});

		it('tells of a page that failed only after the one before it was handed on', async () => {
			bank.answers(
				{ body: page([row('1')], `${path}?page=2`) },
				{ body: page([row('2')], `${path}?page=3`) },
				{ status: 403 },
			);
			const pages = list().client.transactions(account, query);
			await pages.next();
			expect((await pages.next()).value).toHaveLength(1);
			await arrived(3);
			await expect(pages.next()).rejects.toMatchObject({ code: 'not-permitted' });
		});
	});

	it('numbers identical rows over pages, so that two real payments stay two', async () => {
		const twin = {
			bookingDate: '2026-01-02',
			transactionAmount: { amount: '-5.00', currency: 'SEK' },
		};
		bank.answers({ body: page([twin], `${path}?page=2`) }, { body: page([twin]) });
		const ids = (await list().pages()).flat().map(({ id }) => id);
		expect(new Set(ids).size).toBe(2);
	});

	it('leaves out what a page repeats, because a row was booked meanwhile', async () => {
		bank.answers(
			{ body: page([row('T-3'), row('T-2')], `${path}?page=2`) },
			{ body: page([], `${path}?page=3`) },
			{ body: page([row('T-2'), row('T-1')]) },
		);
		const rows = (await list().pages()).flat();
		expect(rows.map(({ bankId }) => bankId)).toEqual(['T-3', 'T-2', 'T-1']);
	});

	it('goes on after an empty page that has a next one', async () => {
		bank.answers({ body: page([], `${path}?page=2`) }, { body: page([row('1')]) });
		expect((await list().pages()).flat()).toHaveLength(1);
	});

	it.each([
		['relative to the page', '?page=2', `${path}?page=2`],
		['from the host', `${path}?page=2`, `${path}?page=2`],
		['from the API base', '/v1/accounts/acc-1/transactions?page=2', `${path}?page=2`],
	])('follows a link that is %s', async (_how, link, asked) => {
		bank.answers({ body: page([row('1')], link) }, { body: page([row('2')]) });
		await list().pages();
		expect(bank.seen[1]?.url).toBe(asked);
	});

	it('repeats the request ID of the first page where the bank wants that (Redsys), of no other listing', async () => {
		const requestId = { header: 'X-Request-ID', of: 'listing' } as const;
		const under = list({ bank: { ...plainBank, wire: { requestId } } });
		const failed = { status: 503, body: {} };
		const pages = [
			{ body: page([row('1')], `${path}?page=2`) },
			{ body: page([row('2')], `${path}?page=3`) },
			{ body: page([row('3')]) },
		] as const;
		bank.answers(failed, ...pages, { body: page([]) });
		await under.pages();
		await under.pages();
		const [first, again, second, third, other] = bank.seen.map(
			({ headers }) => headers['x-request-id'],
		);
		expect([second, third]).toEqual([again, again]);
		expect(new Set([first, again, other]).size).toBe(3);
		expect(under.records.map(({ requestId }) => requestId)).toEqual([
			...[first, again, second, third, other],
		]);
	});

	it('knows what differs between the environments', async () => {
		bank.answers({ body: page([]) });
		const transactions: typeof plainBank.transactions = {
			...plainBank.transactions,
			ask: ({ constants }) => ({
				method: 'GET',
				path: '/v1/x',
				query: { bic: constants?.['bic'] },
			}),
		};
		const constants = { bic: 'SANDSESS' };
		await list({ bank: { ...plainBank, transactions }, constants }).pages();
		expect(bank.seen[0]?.url).toBe('/psd2/v1/x?bic=SANDSESS');
	});

	it('follows an absolute link on the own origin', async () => {
		bank.answers({ body: page([row('1')], `${api}/v1/more?key=k`) }, { body: page([row('2')]) });
		await list().pages();
		expect(bank.seen[1]?.url).toBe('/psd2/v1/more?key=k');
	});

	it('refuses a page that leads back to an earlier one, before handing it on', async () => {
		bank.answers(
			{ body: page([row('1')], `${path}?page=2`) },
			{ body: page([row('2')], `${path}?page=2`) },
		);
		const { client } = list();
		const pages = client.transactions(account, query);
		expect((await pages.next()).value).toHaveLength(1);
		await expect(pages.next()).rejects.toMatchObject({
			code: 'unreadable-answer',
			message:
				'Plain Bank does not come to an end with the transactions of the account SE…0003: page 2 leads back to an earlier one',
		});
	});

	it('refuses a circle of several pages', async () => {
		bank.answers(
			{ body: page([row('1')], `${path}?page=2`) },
			{ body: page([row('2')], `${path}?page=3`) },
			{ body: page([row('3')], `${path}?page=2`) },
		);
		await expect(list().pages()).rejects.toMatchObject({ code: 'unreadable-answer' });
		expect(bank.seen).toHaveLength(3);
	});

	it('fails loudly at the page cap', async () => {
		let count = 1;
		bank.answersBy(() => ({ body: page([row(String(count))], `${path}?page=${(count += 1)}`) }));
		const capped = { ...plainBank, limits: { ...plainBank.limits, maximumPages: 5 } };
		await expect(list({ bank: capped }).pages()).rejects.toMatchObject({
			code: 'unreadable-answer',
			message: expect.stringContaining('more than 5 pages'),
		});
		expect(bank.seen).toHaveLength(5);
	});

	it.each([
		['another host', 'https://elsewhere.example/psd2/v1/accounts'],
		['another host without scheme', '//elsewhere.example/psd2/v1/accounts'],
		['another host with backslashes', '/\\elsewhere.example/psd2/v1/accounts'],
		['the own host behind a user name', 'http://bank@elsewhere.example/psd2/'],
		['another scheme', 'ftp://127.0.0.1/psd2/v1/accounts'],
	])('sends no token to %s', async (_where, link) => {
		bank.answers({ body: page([row('1')], link) });
		const { pages } = list();
		await expect(pages()).rejects.toMatchObject({
			code: 'unreadable-answer',
			details: { field: 'next' },
		});
		expect(bank.seen).toHaveLength(1);
	});

	it.each(['/psd2/../admin', '/psd2/v1/%2e%2e/%2e%2e/admin', '/psd2/..%2fadmin', '/psd2x/v1'])(
		'does not leave the API base by %s',
		async (link) => {
			bank.answers({ body: page([row('1')], `${bank.url}${link}`) });
			await expect(list().pages()).rejects.toMatchObject({ code: 'unreadable-answer' });
			expect(bank.seen).toHaveLength(1);
		},
	);

	it('counts a listing with all its pages as one read', async () => {
		bank.answers({ body: page([row('1')], `${path}?page=2`) }, { body: page([row('2')]) });
		const { pages, records } = list();
		await pages();
		expect(records.map(({ budgetLeft }) => budgetLeft)).toEqual([3, 3]);
	});
});
