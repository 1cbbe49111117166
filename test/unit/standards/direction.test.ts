import { berlinGroup } from '../../../lib/standards/berlin-group';
import {
	balancesIn,
	dialects,
	type Dialect,
	type Payment,
	refusing,
	rowsIn,
} from '../../support/dialects';

/* Which way the money went, by the order of lib/standards/kit/direction.ts, in every standard's words. */

const ours = 'SE6800000000000000000001';
const theirs = 'DE09000000000000000001';
const others = 'FR4900000000000000000000001';

const us = { name: 'Anna Test', iban: ours };
const shop = { name: 'Corner Shop', iban: theirs };
const named = { name: 'Corner Shop' };

const payment = (fields: Partial<Payment> = {}): Payment => ({
	amount: '12.00',
	currency: 'EUR',
	bookingDate: '2031-05-01',
	...fields,
});

const amountsOf = ({ id, body }: Dialect, payments: readonly Payment[], iban: string = ours) =>
	rowsIn(id, body(payments), iban).map(({ amount }) => amount.amount);

const indicatorAt = (fields: Dialect['fields']) =>
	expect.stringMatching(new RegExp(`\\[0\\]\\.${fields.indicator}$`)) as unknown;

describe.each(dialects.map((dialect) => [dialect.id, dialect] as const))('%s', (_id, dialect) => {
	const { indicators, fields, isSigned, body, id } = dialect;
	const [debit, credit] = indicators;
	const amountOf = (only: Partial<Payment>) => amountsOf(dialect, [payment(only)])[0];

	it('believes the indicator before everything else', () => {
		expect(amountOf({ indicator: debit })).toBe('-12.00');
		expect(amountOf({ indicator: credit })).toBe('12.00');
		expect(amountOf({ indicator: ` ${debit.toLowerCase()} ` })).toBe('-12.00');
		expect(amountOf({ amount: '-12.00', indicator: debit })).toBe('-12.00');
		expect(amountOf({ indicator: credit, creditor: shop, debtor: us })).toBe('12.00');
		expect(amountOf({ indicator: debit, creditor: us, debtor: shop })).toBe('-12.00');
	});

	it.each(['BOTH', true, { side: 'DBIT' }])('refuses the indicator %j', (indicator) => {
		expect(() => amountOf({ indicator })).toThrow(refusing(indicatorAt(fields)));
	});

	it('refuses a credit of a negative amount', () => {
		expect(() => amountOf({ amount: '-12.00', indicator: credit })).toThrow(
			refusing(indicatorAt(fields)),
		);
	});

	it('believes a sign that is written before the parties', () => {
		expect(amountOf({ amount: '-12.00', creditor: us, debtor: shop })).toBe('-12.00');
		expect(amountOf({ amount: -12 })).toBe('-12');
		expect(amountOf({ amount: '+12.00', creditor: shop, debtor: us })).toBe('12.00');
		expect(amountOf({ amount: '0.00' })).toBe('0.00');
	});

	it('holds the parties against the account’s own numbers where no sign is written', () => {
		expect(amountOf({ creditor: shop, debtor: us })).toBe('-12.00');
		expect(amountOf({ creditor: us, debtor: shop })).toBe('12.00');
		expect(amountOf({ creditor: named, debtor: { iban: ours } })).toBe('-12.00');
		expect(amountOf({ debtor: us })).toBe('-12.00');
		expect(amountOf({ creditor: us })).toBe('12.00');
		expect(amountOf({ creditor: shop })).toBe('-12.00');
		expect(amountOf({ debtor: shop })).toBe('12.00');
	});

	it('finds our number in the answer, too, where its account stands beside the list', () => {
		const told = body([payment({ creditor: shop, debtor: us })], { account: { iban: ours } });
		expect(rowsIn(id, told)).toMatchObject([
			{ amount: { amount: '-12.00' }, counterparty: { name: 'Corner Shop' } },
		]);
	});

	const silent: readonly Partial<Payment>[] = [
		{},
		{ creditor: named },
		{ debtor: named },
		{ creditor: shop, debtor: { name: 'Somebody', iban: others } },
		{ creditor: us, debtor: us },
	];
	it.each(silent)('of %j takes the family’s word, or refuses', (fieldsGiven) => {
		if (isSigned) expect(amountOf(fieldsGiven)).toBe('12.00');
		else expect(() => amountOf(fieldsGiven)).toThrow(refusing(indicatorAt(fields)));
	});

	it('sees by the rows around one that the bank signs its amounts', () => {
		const around = payment({ amount: '-3.00' });
		expect(amountsOf(dialect, [payment(), around])).toEqual(['12.00', '-3.00']);
		expect(amountsOf(dialect, [payment({ debtor: us }), around])).toEqual(['12.00', '-3.00']);
		expect(amountsOf(dialect, [payment({ creditor: shop }), around])).toEqual(['12.00', '-3.00']);
	});

	it('believes both parties more than a minus elsewhere, unless it stands on rows like this one', () => {
		const out = payment({ creditor: shop, debtor: us });
		expect(amountsOf(dialect, [out, payment({ amount: '-3.00' })])).toEqual(['-12.00', '-3.00']);
		const signed = payment({ amount: '-3.00', creditor: shop, debtor: us });
		expect(amountsOf(dialect, [out, signed])).toEqual(['12.00', '-3.00']);
	});

	it('does not take the signs of booked rows for those of pending ones', () => {
		const booked = payment({ amount: '-3.00', creditor: shop, debtor: us });
		const pending = payment({ creditor: shop, debtor: us, status: 'pending' });
		expect(amountsOf(dialect, [booked, pending])).toEqual(['-3.00', '-12.00']);
		const out = payment({ creditor: shop });
		const signed = payment({ amount: '-3.00', status: 'pending' });
		expect(amountsOf(dialect, [out, signed])).toEqual(['12.00', '-3.00']);
	});

	it('lets what came back come in, its parties in their first roles', () => {
		const sent = { creditor: shop, debtor: us };
		const [row] = rowsIn(id, body([payment({ ...sent, code: 'PMNT-ICDT-RRTN' })]), ours);
		expect(row).toMatchObject({
			amount: { amount: '12.00' },
			counterparty: { name: 'Corner Shop', iban: theirs },
		});
		const refunded = { creditor: shop, debtor: us, code: 'PMNT-RDDT-UPDD' };
		expect(amountOf(refunded)).toBe('12.00');
		expect(amountOf({ creditor: us, debtor: shop, code: 'PMNT-IDDT-UPDD' })).toBe('-12.00');
	});

	it('names the other party of a direct debit of ours that came back', () => {
		const returned = payment({
			amount: '-28.00',
			creditor: { name: 'Our Club' },
			debtor: { name: 'Member', iban: theirs },
			code: 'PMNT-IDDT-UPDD',
			text: 'Unpaid: fee 2031',
		});
		expect(rowsIn(id, body([returned]), ours)).toMatchObject([
			{ amount: { amount: '-28.00' }, counterparty: { name: 'Member', iban: theirs } },
		]);
		const worded = { ...returned, code: undefined, text: 'Ruecklastschrift Beitrag 2031' };
		expect(rowsIn(id, body([worded]), ours)).toMatchObject([
			{ counterparty: { name: 'Member' }, text: 'Ruecklastschrift Beitrag 2031' },
		]);
	});

	it('tells a space under our own number as our own', () => {
		const space = payment({ amount: '-50.00', creditor: { name: 'Holiday pot', iban: ours } });
		expect(rowsIn(id, body([space]), ours)).toMatchObject([
			{ counterparty: { name: 'Holiday pot', iban: ours, isOwn: true } },
		]);
	});

	it('learns the holder’s name from the rows around', () => {
		const paid = payment({ amount: '-1.00', creditor: shop, debtor: us });
		const swapped = payment({ amount: '-2.00', creditor: us, debtor: { name: 'multiple' } });
		const [, row] = rowsIn(id, body([paid, swapped]), ours);
		expect(row?.counterparty?.name).toBe('multiple');
	});

	it('reads a plan by who is named', () => {
		const plan = (sides: Partial<Payment>) => amountOf({ ...sides, status: 'information' });
		expect(plan({ creditor: { name: 'Landlord', iban: theirs } })).toBe('-12.00');
		expect(plan({ creditor: { name: 'Landlord' } })).toBe('-12.00');
		expect(plan({ debtor: { name: 'Tenant' } })).toBe('12.00');
		expect(plan({ amount: '-12.00' })).toBe('-12.00');
		expect(() => plan({ creditor: named, debtor: named })).toThrow(refusing(indicatorAt(fields)));
	});

	it('turns a balance to the side of its indicator', () => {
		if (dialect.balances === undefined) return;
		const standing = { amount: '75.00', currency: 'EUR', type: 'ITBD' };
		const amountWith = (indicator: unknown, amount = '75.00') => {
			const answer = dialect.balances?.([{ ...standing, amount, indicator }]);
			return balancesIn(id, answer)[0]?.amount.amount;
		};
		expect(amountWith(debit)).toBe('-75.00');
		expect(amountWith(credit)).toBe('75.00');
		expect(amountWith(` ${debit} `)).toBe('-75.00');
		expect(amountWith(undefined, '-75.00')).toBe('-75.00');
		expect(() => amountWith('BOTH')).toThrow(refusing(indicatorAt(fields)));
		expect(() => amountWith(credit, '-75.00')).toThrow(refusing(indicatorAt(fields)));
		if (id === 'open-banking-uk') {
			expect(() => amountWith(undefined)).toThrow(refusing(indicatorAt(fields)));
		}
	});
});

describe('Berlin Group', () => {
	const read = (body: object) =>
		berlinGroup.transactions.read(
			{ status: 200, headers: {}, body },
			{ account: { resourceId: '1' }, bookingStatus: 'all' },
		).items;
	const money = { transactionAmount: { amount: '256.67', currency: 'EUR' } };

	it('knows that a standing order pays, whoever is named', () => {
		const order = { ...money, creditorName: 'A', debtorName: 'B' };
		const details = { additionalInformationStructured: { standingOrderDetails: {} } };
		for (const more of [details, { bankTransactionCode: 'PMNT-ICDT-STDO' }]) {
			expect(read({ transactions: { information: [{ ...order, ...more }] } })).toMatchObject([
				{ status: 'information', amount: { amount: '-256.67' } },
			]);
		}
	});

	it.each([
		[{ bban: '50000000000000000001' }, { bban: '50000000000000000001' }],
		[{ iban: 'GB75TEST00000000000001' }, { bban: 'TEST00000000000001' }],
		[{ iban: 'GB75TEST00000000000001' }, { bban: '00-00-00 00000001' }],
		[{ maskedPan: '123456******4321' }, { maskedPan: '1234 56XX XXXX 4321' }],
		[{ maskedPan: '************4321' }, { pan: '1234567890124321' }],
		[{ pan: '1234567890124321' }, { maskedPan: '123456xxxxxx4321' }],
		[{ other: { identification: '12-34' } }, { other: { identification: '1234' } }],
		[{ msisdn: '+46 70 000 00 00' }, { msisdn: '+46700000000' }],
		[{ iban: 'DE00NOT RIGHT' }, { iban: 'DE00NOTRIGHT' }],
	])('knows our account %j under %j', (account, debtorAccount) => {
		const row = { ...money, creditorName: 'Shop', debtorAccount };
		expect(read({ account, transactions: { booked: [row] } })).toMatchObject([
			{ amount: { amount: '-256.67' }, counterparty: { name: 'Shop' } },
		]);
	});

	it.each([
		[{ bban: '1234567890' }, { bban: '1234567891' }],
		[{ maskedPan: '123456******4321' }, { maskedPan: '123457******4321' }],
		[{ maskedPan: '************4321' }, { maskedPan: '************4322' }],
		[{ iban: 'GB75TEST00000000000001' }, { bban: '0001' }],
	])('takes our account %j not for %j', (account, debtorAccount) => {
		const row = { ...money, creditorName: 'Shop', debtorName: 'Somebody', debtorAccount };
		expect(read({ account, transactions: { booked: [row] } })).toMatchObject([
			{ amount: { amount: '256.67' }, counterparty: { name: 'Somebody' } },
		]);
	});

	it('knows a card account by its mask in an answer about a card', () => {
		const body = {
			cardAccount: { maskedPan: '123456******4321' },
			cardTransactions: { booked: [{ ...money, debtorAccount: { pan: '1234567890124321' } }] },
		};
		expect(read(body)).toMatchObject([{ amount: { amount: '-256.67' } }]);
	});

	it('leaves alone the sign of an answer that says how it signs', () => {
		const row = { ...money, creditorName: 'Shop', creditorAccount: { iban: theirs } };
		const refund = { ...row, transactionAmount: { amount: '-5.00', currency: 'EUR' } };
		const body = { debitAccounting: true, account: { iban: ours } };
		const balance = { balanceAmount: { amount: '7.00', currency: 'EUR' } };
		expect(
			read({
				...body,
				transactions: { booked: [{ ...row, balanceAfterTransaction: balance }, refund] },
			}),
		).toMatchObject([
			{ amount: { amount: '-256.67' }, balanceAfter: { amount: '-7.00' } },
			{ amount: { amount: '5.00' } },
		]);
	});

	it('does not turn what came back and is called received', () => {
		const sides = { creditorName: 'Payee', debtorName: 'Anna Test', debtorAccount: { iban: ours } };
		const row = { ...money, ...sides, bankTransactionCode: 'PMNT-RCDT-RRTN' };
		expect(read({ account: { iban: ours }, transactions: { booked: [row] } })).toMatchObject([
			{ amount: { amount: '256.67' }, counterparty: { name: 'Payee' } },
		]);
	});

	it.each([
		['NRTI+109+00931', '-256.67'],
		['NTRF+159+00931', '256.67'],
		['NDDT+181+00931', '256.67'],
		['NTRF+166+00931', '-256.67'],
	])('reads the bank’s own code %s', (proprietaryBankTransactionCode, amount) => {
		const sides = { creditorName: 'Shop', debtorAccount: { iban: ours } };
		const row = { ...money, ...sides, proprietaryBankTransactionCode };
		expect(read({ account: { iban: ours }, transactions: { booked: [row] } })).toMatchObject([
			{ amount: { amount } },
		]);
	});

	it('takes the indicator of a balance after the row', () => {
		const after = {
			balanceAmount: { amount: '7.00', currency: 'EUR' },
			creditDebitIndicator: 'DBIT',
		};
		expect(
			read({ transactions: { booked: [{ ...money, balanceAfterTransaction: after }] } }),
		).toMatchObject([{ balanceAfter: { amount: '-7.00' } }]);
	});
});
