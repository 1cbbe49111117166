import fc from 'fast-check';
import { BankError, bankErrorCodes } from '../../../lib/errors';
import type { WireAnswer } from '../../../lib/http/port';
import { settle } from '../../../lib/outcome';
import { createMemoryStore } from '../../../lib/store/memory';
import { clientAt, pagesOf } from '../../support/client-under-test';
import { strange } from '../../support/spoil';
import { TestClock } from '../../support/test-clock';

const deep = '['.repeat(100_000);
const headerNames = ['retry-after', 'content-type', 'link', 'date', 'aspsp-multiple-consent'];
const headers = fc.dictionary(
	fc.oneof(fc.constantFrom(...headerNames), fc.string({ maxLength: 5 })),
	fc.oneof(
		fc.constantFrom(
			'1e400',
			'-1',
			'9'.repeat(30),
			'Thu, 31 Feb 2026 99:00:00 GMT',
			'text/html',
			'',
		),
		fc.string({ maxLength: 20 }),
	),
);
const link = fc.oneof(
	fc.constantFrom('/v1/next', '//evil', 'http://localhost:x@evil', '\0'),
	strange,
);
const text = fc.oneof(
	strange.map((value) => JSON.stringify(value)),
	fc
		.record({ accounts: fc.array(strange), _links: fc.record({ next: link }) })
		.map((value) => JSON.stringify(value)),
	fc
		.record({ transactions: fc.record({ booked: fc.array(strange), _links: strange }) })
		.map((value) => JSON.stringify(value)),
	fc.record({ tppMessages: strange, error: strange }).map((value) => JSON.stringify(value)),
	fc.constantFrom(
		'',
		deep,
		`{"accounts":${deep}`,
		`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
	),
	fc.constantFrom(
		`[${deep}${']'.repeat(100_000)}]`,
		'<html><title>\u202e',
		'<?xml version="1.0"?>',
	),
	fc.string({ unit: 'binary', maxLength: 40 }),
);
const answer: fc.Arbitrary<WireAnswer> = fc.record({
	status: fc.constantFrom(200, 200, 200, 201, 204, 302, 400, 401, 403, 404, 429, 500, 503, 599, 0),
	headers,
	text,
});

async function onlyKnown(work: Promise<unknown>): Promise<void> {
	const outcome = await settle(work);
	if (!('error' in outcome)) return;
	const { error } = outcome;
	if (!(error instanceof BankError)) throw error;
	expect(bankErrorCodes).toContain(error.code);
	expect(JSON.stringify(error.details.retryAt ?? 0)).not.toBe('null');
}

const everyCall = (client: ReturnType<typeof clientAt>['client'], given: string) => {
	const account = { resourceId: given };
	return [
		() => pagesOf(client.accounts()),
		() => client.directory(),
		() => client.account(account),
		() => client.balances(account),
		() =>
			pagesOf(
				client.transactions(account, { bookingStatus: 'both', dateFrom: given, dateTo: given }),
			),
	];
};

describe('nothing but a BankError leaves the client', () => {
	it('whatever the bank answers and an expression gives', async () => {
		const given = fc.oneof(fc.constantFrom('a-1', '2026-02-30', '../x', '\ud800', ''), fc.string());
		await fc.assert(
			fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 3 }), given, async (all, id) => {
				for (let index = 0; index < 5; index += 1) {
					let calls = 0;
					const http = async () => {
						const next = all[calls % all.length];
						calls += 1;
						if (next === undefined || calls > 20) throw new BankError('no-answer', 'Enough');
						return next;
					};
					const { client } = clientAt('https://bank.example', { http });
					await onlyKnown(everyCall(client, id)[index]?.() ?? Promise.resolve());
				}
			}),
			{ seed: 20260115, numRuns: 60 },
		);
	});

	it.each(['', 'null', '{', '[]', '7', '{"reads":1}', deep, '\0'])(
		'whatever the store holds: %.20s',
		async (damaged) => {
			const memory = createMemoryStore(new TestClock());
			const store = { ...memory, get: async () => damaged };
			const http = async () => ({ status: 200, headers: {}, text: '{"accounts":[]}' });
			for (let index = 0; index < 5; index += 1) {
				const { client } = clientAt('https://bank.example', { http, store });
				await onlyKnown(everyCall(client, 'a-1')[index]?.() ?? Promise.resolve());
			}
		},
	);
});
