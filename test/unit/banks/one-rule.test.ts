import { berlinGroup } from '../../../lib/banks/standards/berlin-group';
import { enableBanking } from '../../../lib/banks/standards/enable-banking';
import { goCardless } from '../../../lib/banks/standards/gocardless';
import { openBankingUk } from '../../../lib/banks/standards/open-banking-uk';
import { polishApi } from '../../../lib/banks/standards/polish-api';
import { stet } from '../../../lib/banks/standards/stet';
import {
	balancesIn,
	type Beside,
	dialects,
	type Dialect,
	type Payment,
	rowsIn,
	type Standing,
} from '../../support/dialects';

/* What one standard's reader puts up with, its neighbours do. */

const wrappers = ['data', 'response', 'result', 'payload', 'body'] as const;
const account = { iban: 'SE6800000000000000000001', currency: 'SEK' };

const paymentOf = ({ indicators: [debit] }: Dialect, fields: Partial<Payment> = {}): Payment => ({
	amount: '12.00',
	currency: 'EUR',
	indicator: debit,
	bookingDate: '2031-05-01',
	...fields,
});

const standingOf = ({ indicators: [debit] }: Dialect, fields: Partial<Standing> = {}) => ({
	amount: '75.00',
	currency: 'EUR',
	indicator: debit,
	type: 'ITBD',
	...fields,
});

const answer = (body: unknown, status = 200) => ({ status, headers: {}, body });

describe.each(dialects.map((dialect) => [dialect.id, dialect] as const))('%s', (id, dialect) => {
	const { body, balances } = dialect;
	const rowOf = (fields: Partial<Payment>, beside?: Beside) =>
		rowsIn(id, body([paymentOf(dialect, fields)], beside))[0];
	const balanceOf = (fields: Partial<Standing>, beside?: Beside) =>
		balancesIn(id, balances?.([standingOf(dialect, fields)], beside))[0];
	const hasBalances = balances !== undefined;

	it.each([undefined, null, '', ' ', 'XXX', 'xxx'])(
		"takes the account's currency for %j",
		(currency) => {
			expect(rowOf({ currency }, { account })?.amount.currency).toBe('SEK');
			expect(() => rowOf({ currency })).toThrow(/currency/i);
			if (!hasBalances) return;
			expect(balanceOf({ currency }, { account })?.amount.currency).toBe('SEK');
			expect(() => balanceOf({ currency })).toThrow(/currency/i);
		},
	);

	it('does not take it for a currency that is none', () => {
		expect(() => rowOf({ currency: 'EURO' }, { account })).toThrow(/currency/i);
	});

	it('reads codes between blanks', () => {
		const [debit] = dialect.indicators;
		expect(rowOf({ indicator: ` ${debit} `, currency: ' eur ', code: ' PMNT ' })).toMatchObject({
			amount: { amount: '-12.00', currency: 'EUR' },
		});
		if (!hasBalances) return;
		expect(balanceOf({ indicator: ` ${debit} `, currency: ' eur ', type: ' ITBD ' })).toMatchObject(
			{ type: 'interimBooked', amount: { amount: '-75.00', currency: 'EUR' } },
		);
	});

	it.each(wrappers)('finds the answer inside "%s", its account with it', (wrapper) => {
		const wrapped = { [wrapper]: body([paymentOf(dialect, { currency: null })], { account }) };
		expect(rowsIn(id, wrapped)).toMatchObject([{ amount: { currency: 'SEK' } }]);
		if (!hasBalances) return;
		const standing = balances([standingOf(dialect, { currency: null })], { account });
		expect(balancesIn(id, { [wrapper]: standing })).toMatchObject([
			{ amount: { amount: '-75.00', currency: 'SEK' } },
		]);
	});

	it('reads the only row without a list, and balances hung on the account', () => {
		const whole = body([paymentOf(dialect)]) as Readonly<Record<string, unknown>>;
		const list = Object.values(whole).flat();
		const [inside] = list as readonly Readonly<Record<string, unknown>>[];
		const rows = inside?.['booked'] ?? inside?.['Transaction'] ?? list;
		const [row] = rows as readonly unknown[];
		for (const single of [{ transactionDetails: row }, { transactionsDetails: row }]) {
			if (id === 'open-banking-uk') continue;
			expect(rowsIn(id, single)).toMatchObject([{ amount: { amount: '-12.00' } }]);
		}
		if (!hasBalances || id === 'open-banking-uk') return;
		const { balances: listed } = balances([standingOf(dialect)]) as { balances: unknown[] };
		for (const strange of [
			{ balances: listed[0] },
			{ account: { ...account, balances: listed } },
		]) {
			expect(balancesIn(id, strange)).toMatchObject([{ amount: { amount: '-75.00' } }]);
		}
	});

	it('finds the indicator inside the amount', () => {
		if (id === 'polish-api') return;
		const spelled = JSON.stringify(body([paymentOf(dialect)]));
		const { indicator } = dialect.fields;
		const [debit] = dialect.indicators;
		const moved = spelled
			.replace(`"${indicator}":"${debit}"`, '"zz":1')
			.replace(/"currency":"EUR"|"Currency":"EUR"/, `$&,"${indicator}":"${debit}"`);
		expect(rowsIn(id, JSON.parse(moved))).toMatchObject([{ amount: { amount: '-12.00' } }]);
	});

	it('never leaves out a row of a status that nobody knows', () => {
		const spelled = JSON.stringify(body([paymentOf(dialect, { status: 'pending' })]));
		if (!/"PDNG"/.test(spelled)) return;
		const odd = JSON.parse(spelled.replace('"PDNG"', '"ZZZZ"')) as unknown;
		expect(rowsIn(id, odd)).toMatchObject([
			{ status: 'information', remarks: [expect.stringMatching(/status/i)] },
		]);
	});
});

const parameters = { account: { resourceId: '1' }, bookingStatus: 'booked' as const };

it('a status that nobody knows comes whatever was asked for, one that moved no money does not', () => {
	const row = (status: string) => ({
		status,
		credit_debit_indicator: 'DBIT',
		transaction_amount: { amount: '1.00', currency: 'EUR' },
	});
	const { items } = enableBanking.transactions.read(
		answer({ transactions: [row('ZZZZ'), row('RJCT'), row('SCHD'), row('OTHR')] }),
		parameters,
	);
	expect(items).toMatchObject([{ status: 'information', remarks: [expect.any(String)] }]);
	const list = { status: 'ZZZZ', transactionAmount: { amount: '-1.00', currency: 'EUR' } };
	const ungrouped = berlinGroup.transactions.read(answer({ transactions: [list] }), parameters);
	expect(ungrouped.items).toMatchObject([{ remarks: [expect.stringContaining('status')] }]);
});

it.each([
	['Berlin Group', berlinGroup],
	['GoCardless', goCardless],
	['Enable Banking', enableBanking],
	['Open Banking UK', openBankingUk],
	['STET', stet],
] as const)('%s: no content is no rows', (_name, { balances, transactions }) => {
	expect(transactions.read(answer('', 204), parameters).items).toEqual([]);
	expect(balances.read(answer('', 204), parameters).items).toEqual([]);
});

it('PolishAPI: no content is no rows', () => {
	expect(polishApi.transactions(answer('', 204))).toEqual([]);
});
