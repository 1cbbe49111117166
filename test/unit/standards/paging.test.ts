import fc from 'fast-check';
import { berlinGroup } from '../../../lib/standards/berlin-group';
import { enableBanking } from '../../../lib/standards/enable-banking';
import { openBankingUk } from '../../../lib/standards/open-banking-uk';
import { stet } from '../../../lib/standards/stet';
import type { Endpoint, TransactionParameters } from '../../../lib/profile/reading';
import { listPages } from '../../../lib/client/listing';
import { BankError } from '../../../lib/errors';
import type { HttpRequest } from '../../../lib/http/port';
import type { TransactionRow } from '../../../lib/models/transaction';
import { settle } from '../../../lib/outcome';

const api = 'https://bank.example/psd2';
const parameters: TransactionParameters = {
	account: { resourceId: 'acc 1/2' },
	bookingStatus: 'both',
	consentId: 'consent-1',
	psuIpAddress: '192.0.2.1',
};

type Transactions = Endpoint<TransactionParameters, TransactionRow>;

/** How one standard writes a page, so that one property serves all. */
interface Dialect {
	readonly endpoint: Transactions;
	readonly path: string;
	readonly row: (id: number) => unknown;
	readonly body: (rows: readonly unknown[], next: string | undefined) => unknown;
	/** The links that a bank of the standard may write for the query of the next page. */
	readonly links: readonly ((query: string) => string)[];
}

const encoded = 'acc%201%2F2';
const path = `/v1/accounts/${encoded}/transactions`;

const berlinGroupRow = (id: number) => ({
	transactionId: `T${id}`,
	transactionAmount: { amount: '1', currency: 'EUR' },
});

const pathLinks = (own: string) => [
	(query: string) => `${api}${own}?${query}`,
	(query: string) => `/psd2${own}?${query}`,
	(query: string) => `?${query}`,
	(query: string) => `transactions?${query}`,
	(query: string) => `${own.slice(1)}?${query}`,
];

const dialects: Readonly<Record<string, Dialect>> = {
	'Berlin Group': {
		endpoint: berlinGroup.transactions,
		path,
		row: berlinGroupRow,
		body: (booked, next) => ({
			transactions: { booked, ...(next !== undefined && { _links: { next: { href: next } } }) },
		}),
		links: pathLinks(path),
	},
	'Berlin Group, links on the answer': {
		endpoint: berlinGroup.transactions,
		path,
		row: berlinGroupRow,
		body: (pending, next) => ({
			transactions: { pending },
			...(next !== undefined && { _links: { next } }),
		}),
		links: pathLinks(path),
	},
	STET: {
		endpoint: stet.transactions,
		path,
		row: (id) => ({
			entryReference: `T${id}`,
			creditDebitIndicator: 'CRDT',
			status: 'BOOK',
			transactionAmount: { amount: '1', currency: 'EUR' },
		}),
		body: (transactions, next) => ({
			transactions,
			...(next !== undefined && { _links: { next: { href: next } } }),
		}),
		links: pathLinks(path),
	},
	'Open Banking UK': {
		endpoint: openBankingUk.transactions,
		path: `/accounts/${encoded}/transactions`,
		row: (id) => ({
			TransactionId: `T${id}`,
			CreditDebitIndicator: 'Credit',
			Status: 'Booked',
			Amount: { Amount: '1', Currency: 'EUR' },
		}),
		body: (Transaction, next) => ({
			Data: { Transaction },
			Links: { Self: '/self', ...(next !== undefined && { Next: next }) },
		}),
		links: [
			...pathLinks(`/accounts/${encoded}/transactions`),
			(query: string) => `null/psd2/accounts/${encoded}/transactions?${query}`,
		],
	},
	'Enable Banking': {
		endpoint: enableBanking.transactions,
		path: `/accounts/${encoded}/transactions`,
		row: (id) => ({
			entry_reference: `T${id}`,
			credit_debit_indicator: 'CRDT',
			status: 'BOOK',
			transaction_amount: { amount: '1', currency: 'EUR' },
		}),
		body: (transactions, next) => ({ transactions, continuation_key: next ?? null }),
		links: [(query: string) => query],
	},
};

/** Enable Banking's headers of the account holder are put on with the wire's: all of them or none. */
const isAttendedByAsk = ({ endpoint }: Dialect) => endpoint !== enableBanking.transactions;

/** Whichever way the key came, it is how the bank finds the page: a bank in memory. */
function bankOf(
	dialect: Dialect,
	pages: readonly (readonly number[])[],
	link: (query: string) => string,
) {
	const asked: HttpRequest[] = [];
	const fetch = (url: string, request: HttpRequest) => {
		asked.push(request);
		const key = /page%3D(\d+)|page=(\d+)/.exec(url);
		const page = Number(key?.[1] ?? key?.[2] ?? 0);
		expect(new URL(url).pathname).toBe(`/psd2${dialect.path}`);
		const next = page + 1 < pages.length ? link(`page=${page + 1}`) : undefined;
		const rows = (pages[page] ?? []).map((id) => dialect.row(id));
		return Promise.resolve({ status: 200, headers: {}, body: dialect.body(rows, next) });
	};
	return { asked, fetch };
}

async function listed(
	dialect: Dialect,
	fetch: ReturnType<typeof bankOf>['fetch'],
	maximumPages = 50,
) {
	const { endpoint } = dialect;
	const ids: (string | undefined)[] = [];
	const pages = listPages({
		endpoint,
		parameters,
		api,
		bank: 'Bank',
		asked: 'rows',
		maximumPages,
		fetch,
	});
	for await (const { items } of pages) ids.push(...items.map(({ bankId }) => bankId));
	return ids;
}

describe.each(Object.entries(dialects))('paging of %s', (_name, dialect) => {
	it('loses nothing, repeats nothing and ends, empty pages among them', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.array(fc.nat(999), { maxLength: 4 }), { minLength: 1, maxLength: 8 }),
				fc.constantFrom(...dialect.links),
				async (pages, link) => {
					const bank = bankOf(dialect, pages, link);
					expect(await listed(dialect, bank.fetch)).toEqual(pages.flat().map((id) => `T${id}`));
					expect(bank.asked).toHaveLength(pages.length);
				},
			),
		);
	});

	it('asks for every page with the headers of the first', async () => {
		const bank = bankOf(dialect, [[1], [], [2]], dialect.links[0] ?? String);
		await listed(dialect, bank.fetch);
		expect(bank.asked[0]).toMatchObject({ method: 'GET', headers: { accept: 'application/json' } });
		if (isAttendedByAsk(dialect)) {
			expect(Object.values(bank.asked[0]?.headers ?? {})).toContain('192.0.2.1');
		}
		for (const { headers } of bank.asked) expect(headers).toEqual(bank.asked[0]?.headers);
	});

	it('ends with an error where the bank names a page twice', async () => {
		const turn = { status: 200, headers: {}, body: dialect.body([], dialect.links[0]?.('page=1')) };
		const outcome = await settle(listed(dialect, () => Promise.resolve(turn)));
		expect(outcome).toMatchObject({
			error: {
				code: 'unreadable-answer',
				message: expect.stringMatching(
					/^Bank does not come to an end with rows: page \d leads back/,
				) as string,
				details: { field: 'next', nextStep: expect.stringContaining('shorter period') as string },
			},
		});
	});

	it('ends with an error where the bank never ends', async () => {
		let page = 0;
		const fetch = () => {
			page += 1;
			const body = dialect.body([], dialect.links[0]?.(`page=${page}`));
			return Promise.resolve({ status: 200, headers: {}, body });
		};
		const outcome = await settle(listed(dialect, fetch, 7));
		expect('error' in outcome && outcome.error).toBeInstanceOf(BankError);
		expect(outcome).toMatchObject({
			error: { message: expect.stringContaining('more than 7 pages') as string },
		});
		expect(page).toBe(7);
	});

	it('leaves out headers that have nothing to say', () => {
		const { headers } = dialect.endpoint.ask({
			account: { resourceId: '1' },
			bookingStatus: 'both',
		});
		expect(headers).toEqual({ accept: 'application/json' });
	});

	it('says whose answer could not be read, of what and of which call', async () => {
		const outcome = await settle(
			listed(dialect, () =>
				Promise.resolve({ status: 200, headers: { 'x-request-id': 'call-1' }, body: 'nonsense' }),
			),
		);
		expect(outcome).toMatchObject({
			error: {
				code: 'unreadable-answer',
				message: expect.stringContaining('(Bank, when asked for rows)') as string,
				details: { bank: 'Bank', status: 200, requestId: 'call-1' },
			},
		});
	});

	it('passes on what went wrong on the way', async () => {
		const broken = new BankError('no-answer', 'The line is dead');
		const outcome = await settle(listed(dialect, () => Promise.reject(broken)));
		expect(outcome).toEqual({ error: broken });
	});
});

/** What a page says of itself besides its next one, where the standard has a place for it. */
const withLinks: Readonly<Record<string, (rows: unknown, links: Links) => unknown>> = {
	'Berlin Group': (booked, links) => ({ transactions: { booked, _links: hal(links) } }),
	STET: (transactions, links) => ({ transactions, _links: hal(links) }),
	'Open Banking UK': (Transaction, { self, next, last }) => ({
		Data: { Transaction },
		Links: { Self: self, Next: next, Last: last },
	}),
};

interface Links {
	readonly self?: string;
	readonly next?: string;
	readonly last?: string;
}

const hal = (links: Links) =>
	Object.fromEntries(Object.entries(links).map(([name, href]) => [name, { href }]));

describe.each(Object.entries(withLinks))('what a page of %s says of itself', (name, body) => {
	const dialect = dialects[name];
	if (dialect === undefined) throw new Error(name);
	const own = `${api}${dialect.path}`;
	const answers = (bodies: readonly unknown[]) => {
		const urls: string[] = [];
		return {
			urls,
			fetch: (url: string) => {
				urls.push(url);
				return Promise.resolve({ status: 200, headers: {}, body: bodies[urls.length - 1] });
			},
		};
	};
	const row = (id: number) => [dialect.row(id)];
	const page2 = `${own}?offset=1&from=2017-02-27`;

	it('ends nothing where it takes the next page for itself (Barclays)', async () => {
		const bank = answers([
			body(row(1), { self: page2, next: page2 }),
			body(row(2), { self: `${own}?offset=2`, next: `${own}?offset=2` }),
			body(row(3), { self: `${own}?offset=2` }),
		]);
		expect(await listed(dialect, bank.fetch)).toEqual(['T1', 'T2', 'T3']);
		expect(bank.urls).toHaveLength(3);
	});

	it.each([
		['as it was asked for', page2],
		['from the root of the host', page2.replace('https://bank.example', '')],
		['relative', '?offset=1&from=2017-02-27'],
		['with its query in another order', `${own}?from=2017-02-27&offset=1`],
		['spelled otherwise', `${own}?offset=1&from=2017%2D02%2D27`],
		['with a place on the page', `${page2}#top`],
	])('is a circle where it leads to itself, %s', async (_how, link) => {
		const bank = answers([body(row(1), { next: page2 }), body(row(2), { self: link, next: link })]);
		expect(await settle(listed(dialect, bank.fetch))).toMatchObject({
			error: { code: 'unreadable-answer', details: { field: 'next' } },
		});
		expect(bank.urls).toHaveLength(2);
	});

	it('is a circle where it leads to itself and the last page is another', async () => {
		const bank = answers([
			body(row(1), { next: page2, last: `${own}?offset=9` }),
			body(row(2), { next: page2, last: `${own}?offset=9` }),
		]);
		expect(await settle(listed(dialect, bank.fetch))).toMatchObject({
			error: { code: 'unreadable-answer' },
		});
	});

	it.each([page2, '?from=2017-02-27&offset=1'])(
		'is the end where it names itself the last page and leads to itself by %s',
		async (next) => {
			const bank = answers([body(row(1), { next: page2 }), body(row(2), { next, last: page2 })]);
			expect(await listed(dialect, bank.fetch)).toEqual(['T1', 'T2']);
		},
	);

	it('is followed where it names itself the last page and there is a new one', async () => {
		const bank = answers([body(row(1), { next: page2, last: own }), body(row(2), {})]);
		expect(await listed(dialect, bank.fetch)).toEqual(['T1', 'T2']);
	});
});

describe('HSBC (2019)', () => {
	const own = 'null/psd2/accounts/acc%201%2F2/transactions';
	const uk = dialects['Open Banking UK'];
	const answer = (meta: object) => () =>
		Promise.resolve({
			status: 200,
			headers: {},
			body: { Data: { Transaction: [] }, Links: { Self: own, Next: own }, Meta: meta },
		});

	it('lets a page link to itself in the middle of a listing: an error, not its end', async () => {
		expect(uk && (await settle(listed(uk, answer({}))))).toMatchObject({
			error: { code: 'unreadable-answer', details: { field: 'next' } },
		});
	});

	it('is at the end where the answer counts no more pages', async () => {
		expect(uk && (await settle(listed(uk, answer({ TotalPages: 1 }))))).toEqual({ value: [] });
	});
});

it('reads a number as a key and a blank one as the end (Enable Banking)', () => {
	const read = (continuation_key: unknown) =>
		enableBanking.transactions.read(
			{ status: 200, headers: {}, body: { transactions: [], continuation_key } },
			parameters,
		).next?.query;
	expect(read(17)).toMatchObject({ continuation_key: '17' });
	expect(read('')).toBeUndefined();
	expect(read(' ')).toBeUndefined();
	expect(() => read({ key: 'k' })).toThrow('continuation_key');
});
