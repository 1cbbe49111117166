import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { StandardId } from '../../../lib/standards';
import { toTransactionItem } from '../../../lib/models/items';
import { canonical } from '../../../lib/models/money';
import { createIdentifier } from '../../../lib/sync/identity';
import { balancesIn, refusing, rowsIn } from '../../support/dialects';

/* Situations that people reported of their banks, each whole. */

const folder = path.join(__dirname, '..', '..', 'fixtures', 'situations');
const body = (name: string): unknown =>
	JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'));

const itemsIn = (id: StandardId, name: string) => {
	const account = { id: 'v1:account' };
	const identify = createIdentifier(account);
	return rowsIn(id, body(name)).map((row) => toTransactionItem(identify(row), { account }));
};

it.each([
	[
		'unsigned',
		[
			{ amount: '-31.95', direction: 'out', counterpartyName: 'Toy Grocer' },
			{ amount: '1200.00', direction: 'in', counterpartyName: 'Toy Employer' },
		],
	],
	[
		'standing-order',
		[
			{
				amount: '-5200.00',
				direction: 'out',
				status: 'information',
				counterpartyName: 'Toy Landlord',
			},
		],
	],
	['own-space', [{ amount: '-75.0', counterpartyName: 'Rainy Days', counterpartyIsOwn: true }]],
	[
		'returned-debit',
		[
			{
				amount: '-45.00',
				counterpartyName: 'Member Test',
				counterpartySource: 'debtorName',
				text: 'Returned: fee 2031, account closed',
				bankTransactionCode: 'PMNT-IDDT-UPDD',
			},
		],
	],
	['masked-lines', [{ text: 'Order 815 of May', lines: ['Order 815 of May'] }]],
	['single-details', [{ bankId: 'D-9', amount: '-4.50', counterpartyName: 'Toy Baker' }]],
	[
		'february-30',
		[
			{
				bookingDate: '2027-02-26',
				valueDate: '2027-02-28',
				amount: '-1.90',
				remarks: ['valueDate: 2027-02-30 is no day of the calendar and is read as 2027-02-28'],
			},
		],
	],
] as const)('%s', (name, expected) => {
	for (const id of ['berlin-group', 'gocardless'] as const) {
		expect(itemsIn(id, name)).toMatchObject(expected);
	}
});

it('no-indicator is refused, the field named', () => {
	expect(() => itemsIn('enable-banking', 'no-indicator')).toThrow(
		refusing('transactions[0].credit_debit_indicator'),
	);
});

it('balance-in-debit is a debt', () => {
	expect(balancesIn('enable-banking', body('balance-in-debit'))).toMatchObject([
		{ type: 'interimBooked', amount: { amount: '-410.00', currency: 'EUR' } },
	]);
});

it('the counting script comes to the same sums by itself', () => {
	const counted = (name: string, kind: string) => {
		const counter = path.join(__dirname, '..', '..', 'recorded', 'count.mjs');
		const input = `${name}.json\t${kind}`;
		const { stdout } = spawnSync(process.execPath, [counter, folder], { input, encoding: 'utf8' });
		const { sums } = JSON.parse(stdout) as { sums: Readonly<Record<string, string>> };
		// In thousand-millionths.
		return Object.fromEntries(
			Object.entries(sums).map(([code, units]) => [code, canonical(`${Number(units) / 1e9}`)]),
		);
	};
	expect(counted('unsigned', 'transactions')).toEqual({ SEK: '1168.05' });
	expect(counted('standing-order', 'transactions')).toEqual({ SEK: '-5200' });
	expect(counted('own-space', 'transactions')).toEqual({ SEK: '-75' });
	expect(counted('returned-debit', 'transactions')).toEqual({ EUR: '-45' });
	expect(counted('balance-in-debit', 'balances')).toEqual({ EUR: '-410' });
});
