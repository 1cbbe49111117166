import type { AxiosAdapter, AxiosResponse } from 'axios';
import fc from 'fast-check';
import type { BankProfile } from '../../../lib/profile/profile';
import { type Standard, standards } from '../../../lib/standards';
import { BankError } from '../../../lib/errors';
import { createHttp } from '../../../lib/http/http';
import { toNodeError } from '../../../lib/n8n/node-error';
import { settle } from '../../../lib/outcome';
import { clientAt, pagesOf, plainBank } from '../../support/client-under-test';

const api = 'https://bank.example';
const account = { resourceId: 'a-1', iban: 'SE4550000000058398257466', currency: 'SEK' };
const node = { id: '1', name: 'n', type: 't', typeVersion: 1, position: [0, 0], parameters: {} };

const oddTexts = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc.constantFrom(
		'9'.repeat(400),
		'-1',
		'NaN',
		'\0',
		'\ud800',
		'http://[',
		'//',
		'%',
		'<',
		'[',
		'{',
	),
	fc.constantFrom('gzip', 'br', 'deflate, gzip', 'application/json; charset=utf-16', 'text/xml'),
	fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
);

const headerNames = [
	'content-type',
	'content-encoding',
	'content-length',
	'retry-after',
	'x-rate-limit-reset',
	'x-ratelimit-reset',
	'http_x_ratelimit_reset',
	'location',
	'link',
	'x-request-id',
	'set-cookie',
] as const;

const headers = fc.dictionary(
	fc.constantFrom(...headerNames),
	fc.oneof(oddTexts, fc.array(oddTexts, { maxLength: 3 }), fc.anything()),
);

const nested = (depth: number, open: string, close: string) =>
	open.repeat(depth) + close.repeat(depth);

/** An answer's fields, whatever stands in them. */
const shaped = fc.dictionary(
	fc.constantFrom(
		...['accounts', 'balances', 'transactions', 'booked', 'pending', '_links', 'next', 'href'],
		...['tppMessages', 'error', 'category', 'code', 'text', 'Data', 'Links', 'data', 'amount'],
	),
	fc.oneof(
		{ maxDepth: 3 },
		fc.jsonValue(),
		fc.letrec((tie) => ({
			value: fc.oneof(
				{ maxDepth: 4 },
				fc.jsonValue(),
				fc.array(tie('value')),
				fc.dictionary(
					fc.constantFrom('booked', 'href', 'amount', 'resourceId', 'iban'),
					tie('value'),
				),
			),
		})).value,
	),
);

const bodies = fc.oneof(
	fc.json(),
	shaped.map((value) => JSON.stringify(value)),
	fc.string({ unit: 'binary' }),
	fc.uint8Array().map((bytes) => Buffer.from(bytes)),
	fc.constantFrom(
		nested(100_000, '[', ']'),
		nested(100_000, '{"accounts":', '}'),
		`{"accounts":${nested(150, '[', ']')}}`,
		`{"transactions":{"booked":${nested(100_000, '[', ']')}}}`,
		nested(100_000, '<a>', '</a>'),
		`<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">${nested(20_000, '<BkToCstmrStmt>', '</BkToCstmrStmt>')}</Document>`,
		':20:x\n:25:y\n:60F:C260101EUR1,00\n:61:',
	),
);

const answers = fc.record({
	status: fc.oneof(
		{
			weight: 5,
			arbitrary: fc.constantFrom(200, 201, 204, 302, 400, 401, 403, 404, 409, 429, 500, 503),
		},
		fc.integer({ min: -1, max: 1000 }),
	),
	headers,
	data: bodies,
});

/** What the wire itself may throw. */
const throws = fc.oneof(
	fc.anything(),
	fc
		.constantFrom('ECONNREFUSED', 'ERR_INVALID_CHAR', 'ERR_X', 'Z_DATA_ERROR')
		.map((code) => Object.assign(new Error(code), { code })),
);

type Wire =
	| { readonly answer: Pick<AxiosResponse, 'status' | 'headers' | 'data'> }
	| { readonly thrown: unknown };

const wires: fc.Arbitrary<Wire> = fc.oneof(
	{ weight: 9, arbitrary: answers.map((answer) => ({ answer: answer as AxiosResponse })) },
	{ weight: 1, arbitrary: throws.map((thrown) => ({ thrown })) },
);

const adapterOf =
	(wire: Wire): AxiosAdapter =>
	async (config) => {
		if ('thrown' in wire) throw wire.thrown;
		return { statusText: '', config, ...wire.answer };
	};

const asking = {
	accounts: ({ client }) => pagesOf(client.accounts()),
	account: ({ client }) => client.account(account),
	directory: ({ client }) => client.directory(),
	balances: ({ client }) => client.balances(account),
	transactions: ({ client }) => pagesOf(client.transactions(account, { bookingStatus: 'both' })),
} as const satisfies Record<string, (at: ReturnType<typeof clientAt>) => Promise<unknown>>;

/** Asked as the plain bank is, read as the standard reads. */
const bankOf = ({ accounts, account: one, balances, transactions }: Standard): BankProfile => ({
	...plainBank,
	accounts: { ...plainBank.accounts, ...(accounts && { read: ({ body }) => accounts(body, {}) }) },
	account: { ask: plainBank.accounts.ask, read: ({ body }) => (one ?? balancesOnly)(body, {}) },
	balances: { ...plainBank.balances, read: ({ body }) => balances(body, account) },
	transactions: { ...plainBank.transactions, read: ({ body }) => transactions(body, account) },
});

const balancesOnly = () => ({ items: [] });

it('calls what a reader trips over an answer that can not be read', async () => {
	const trips = { ...plainBank.accounts, read: () => [].reduce((sum) => sum) };
	const at = clientAt(api, {
		bank: { ...plainBank, accounts: trips },
		http: createHttp({ adapter: adapterOf({ answer: { status: 200, headers: {}, data: '{}' } }) }),
	});
	await expect(pagesOf(at.client.accounts())).rejects.toMatchObject({
		code: 'unreadable-answer',
		message: "The bank's answer can't be read (Plain Bank, when asked for the accounts)",
		details: { cause: expect.any(TypeError) },
	});
});

describe.each(Object.entries<Standard>(standards))('%s', (_id, standard) => {
	it.each(Object.entries(asking))(
		'fails with nothing but the closed set, and as an error of n8n, whatever comes: %s',
		async (_what, ask) => {
			await fc.assert(
				fc.asyncProperty(wires, async (wire) => {
					const at = clientAt(api, {
						bank: bankOf(standard),
						http: createHttp({ adapter: adapterOf(wire) }),
						cache: 'use',
						readsPerDay: 1000,
						connection: { id: 'c', secretForCache: 'secret' },
						retryBudgetMs: 0,
					});
					const outcome = await settle<unknown>(ask(at));
					if ('value' in outcome) return;
					expect(outcome.error).toBeInstanceOf(BankError);
					const told = toNodeError(node as never, outcome.error);
					expect(told.message).toEqual(expect.any(String));
					expect(() => JSON.stringify(told)).not.toThrow();
				}),
				{ numRuns: 15 },
			);
		},
	);
});
