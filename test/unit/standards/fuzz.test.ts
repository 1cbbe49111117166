import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { type Standard, standards } from '../../../lib/standards';
import { readRefusal } from '../../../lib/standards/refusals';
import { BankError } from '../../../lib/errors';
import { readConsent } from '../../../lib/models/consent';
import { toAccountItem, toBalanceItem, toTransactionItem } from '../../../lib/models/items';
import {
	accountItemSchema,
	balanceItemSchema,
	transactionItemSchema,
} from '../../../lib/models/items';
import { readToken } from '../../../lib/models/token';
import { settleSync } from '../../../lib/outcome';
import { createIdentifier } from '../../../lib/sync/identity';
import { changed, pathsIn, renamed, rowsIn, strange } from '../../support/spoil';

const fixtures = path.join(__dirname, '..', '..', 'fixtures', 'sandbox-bank');
const fixture = (name: string): unknown =>
	JSON.parse(readFileSync(path.join(fixtures, name), 'utf8'));

const ukMoney = { Amount: { Amount: '10.00', Currency: 'GBP' }, CreditDebitIndicator: 'Debit' };
const ebRow = {
	entry_reference: 'E1',
	transaction_amount: { amount: '10.00', currency: 'NOK' },
	credit_debit_indicator: 'DBIT',
	status: 'BOOK',
	booking_date: '2026-01-30',
	creditor: { name: 'Shop' },
	remittance_information: ['Thanks'],
};

/** One good answer a standard and kind, to be spoiled. */
const answers: readonly {
	readonly name: string;
	readonly standard: Standard;
	readonly kind: 'accounts' | 'balances' | 'transactions';
	readonly body: unknown;
}[] = [
	{
		name: 'Berlin Group accounts',
		standard: standards['berlin-group'],
		kind: 'accounts',
		body: fixture('accounts.json'),
	},
	{
		name: 'Berlin Group balances',
		standard: standards['berlin-group'],
		kind: 'balances',
		body: fixture('balances.json'),
	},
	{
		name: 'Berlin Group transactions',
		standard: standards['berlin-group'],
		kind: 'transactions',
		body: fixture('transactions.json'),
	},
	{
		name: 'GoCardless transactions',
		standard: standards.gocardless,
		kind: 'transactions',
		body: fixture('transactions.json'),
	},
	{
		name: 'UK transactions',
		standard: standards['open-banking-uk'],
		kind: 'transactions',
		body: {
			Data: {
				Transaction: [
					{
						TransactionId: '1',
						...ukMoney,
						Status: 'Booked',
						BookingDateTime: '2026-01-30T00:00:00Z',
						Balance: ukMoney,
					},
				],
			},
			Links: { Next: '/next' },
		},
	},
	{
		name: 'UK balances',
		standard: standards['open-banking-uk'],
		kind: 'balances',
		body: { Data: { Balance: [{ ...ukMoney, Type: 'ITBD', CreditLine: [{ Included: true }] }] } },
	},
	{
		name: 'UK accounts',
		standard: standards['open-banking-uk'],
		kind: 'accounts',
		body: {
			Data: {
				Account: [
					{ AccountId: '1', Currency: 'GBP', Account: [{ SchemeName: 'X', Identification: '1' }] },
				],
			},
		},
	},
	{
		name: 'Enable Banking transactions',
		standard: standards['enable-banking'],
		kind: 'transactions',
		body: { transactions: [ebRow], continuation_key: 'k' },
	},
	{
		name: 'Enable Banking accounts',
		standard: standards['enable-banking'],
		kind: 'accounts',
		body: {
			accounts: [{ uid: 'u', account_id: { iban: 'DE09000000000000000001' }, currency: 'EUR' }],
		},
	},
	{
		name: 'STET transactions',
		standard: standards.stet,
		kind: 'transactions',
		body: {
			transactions: [
				{
					entryReference: '1',
					transactionAmount: { amount: '1', currency: 'EUR' },
					creditDebitIndicator: 'CRDT',
					status: 'BOOK',
				},
			],
		},
	},
	{
		name: 'PolishAPI transactions',
		standard: standards['polish-api'],
		kind: 'transactions',
		body: {
			transactions: [
				{
					itemId: '1',
					amount: '1.00',
					currency: 'PLN',
					transactionCategory: 'DEBIT',
					recipient: { nameAddress: { value: ['Sklep'] } },
				},
			],
		},
	},
];

const rowKeys = {
	accounts: ['resourceId', 'AccountId', 'uid', 'bban'],
	balances: ['balanceAmount', 'Amount'],
	transactions: [
		'transactionAmount',
		'transaction_amount',
		'Amount',
		'transactionCategory',
		'amount',
	],
};

const account = { id: 'v1:a', iban: 'SE6800000000000000000001' };

/** Reads everything and makes items of it, checked against the published schema. */
function readWhole(
	standard: Standard,
	kind: 'accounts' | 'balances' | 'transactions',
	body: unknown,
): number {
	const context = { iban: account.iban };
	if (kind === 'accounts') {
		const items = standard.accounts?.(body, context).items ?? [];
		for (const each of items) accountItemSchema.strict().parse(toAccountItem(each, { bank: 'x' }));
		return items.length;
	}
	if (kind === 'balances') {
		const { items } = standard.balances(body, context);
		for (const each of items) balanceItemSchema.strict().parse(toBalanceItem(each, { account }));
		return items.length;
	}
	const { items } = standard.transactions(body, context);
	const identify = createIdentifier(account);
	for (const each of items)
		transactionItemSchema.strict().parse(toTransactionItem(identify(each), { account }));
	return items.length;
}

function expectReadOrRefused(outcome: ReturnType<typeof settleSync>): void {
	if (!('error' in outcome)) return;
	expect(outcome.error).toBeInstanceOf(BankError);
	expect(outcome.error).toMatchObject({ code: 'unreadable-answer' });
}

describe.each(answers.map((each) => [each.name, each] as const))(
	'a spoiled answer: %s',
	(_name, { standard, kind, body }) => {
		const paths = pathsIn(body);

		it('is read whole or refused, whatever stands in whichever place', () => {
			fc.assert(
				fc.property(fc.constantFrom(...paths), strange, (at, value) => {
					expectReadOrRefused(
						settleSync(() =>
							readWhole(
								standard,
								kind,
								changed(body, at, () => value),
							),
						),
					);
				}),
				{ numRuns: 400 },
			);
		});

		it('loses no row without an error when a name in it changes', () => {
			const rows = rowsIn(body, rowKeys[kind]);
			for (const at of paths.filter((each) => typeof each.at(-1) === 'string')) {
				const outcome = settleSync(() => readWhole(standard, kind, renamed(body, at)));
				expectReadOrRefused(outcome);
				if ('value' in outcome) expect(outcome.value).toBe(rows);
			}
		});

		it('keeps unknown fields in raw and is not disturbed by them', () => {
			fc.assert(
				fc.property(
					fc.constantFrom(...paths.filter((at) => at.length > 0)),
					fc.jsonValue({ maxDepth: 1 }),
					(at, value) => {
						const parent = at.slice(0, -1);
						fc.pre(!Array.isArray(value));
						const more = changed(body, parent, (fields) =>
							typeof fields === 'object' && fields !== null && !Array.isArray(fields)
								? { ...fields, zzUnknown: value }
								: fields,
						);
						expect(readWhole(standard, kind, more)).toBe(readWhole(standard, kind, body));
					},
				),
			);
		});

		it('means the same where absent fields are null', () => {
			const [row] = standard[kind]?.(body, {}).items ?? [];
			expect(JSON.stringify(row)).not.toMatch(/null|NaN|undefined/);
		});
	},
);

it.each([
	['refusal', (body: unknown) => readRefusal({ status: 400, headers: {}, body })],
	['token', (body: unknown) => readToken(body, 0)],
	['consent', readConsent],
	['camt', (body: unknown) => standards.camt.transactions(body, {})],
	['MT940', (body: unknown) => standards.mt940.transactions(body, {})],
] as const)('%s: anything at all is read or refused', (_name, read) => {
	fc.assert(
		fc.property(fc.oneof(strange, fc.jsonValue(), fc.string()), (body) => {
			expectReadOrRefused(settleSync(() => read(body)));
		}),
		{ numRuns: 500 },
	);
});
