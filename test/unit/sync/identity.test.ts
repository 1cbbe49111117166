import fc from 'fast-check';
import type { TransactionRow } from '../../../lib/models/transaction';
import { accountId, createIdentifier } from '../../../lib/sync/identity';

const account = { id: 'v1:account' };

const row = (more: Partial<TransactionRow> = {}): TransactionRow => ({
	status: 'booked',
	amount: { amount: '-12.50', currency: 'EUR' },
	bookingDate: '2026-01-30',
	raw: {},
	...more,
});

const identifyAll = (rows: readonly TransactionRow[], of = account) =>
	rows.map(createIdentifier(of));
const idsOf = (rows: readonly TransactionRow[], of = account) =>
	identifyAll(rows, of).map(({ id }) => id);

const days = ['2026-01-28', '2026-01-29', '2026-01-30', '2026-01-31'] as const;

/** Few values each, so that twins are common. */
const rows = fc.array(
	fc.record(
		{
			status: fc.constantFrom('booked' as const, 'pending' as const),
			amount: fc.record({
				amount: fc.constantFrom('-1.00', '1.00', '-12.50'),
				currency: fc.constantFrom('EUR', 'SEK'),
			}),
			bookingDate: fc.constantFrom(...days),
			text: fc.constantFrom('Coffee', 'Rent'),
			raw: fc.constant({}),
		},
		{ requiredKeys: ['status', 'amount', 'bookingDate', 'raw'] },
	),
	{ maxLength: 30 },
);

/** As above, some with a reference, of its own or shared, some with two. */
const mixedRows = rows.map((list) =>
	list.map((each, index) => {
		const bankId = [undefined, `T${index}`, 'SHARED', 'SHARED', '2026-01-30.0'][index % 5];
		return index % 5 === 3 ? { ...each, bankId, otherBankId: `O${index}` } : { ...each, bankId };
	}),
);

const content = ({ raw: _raw, ...told }: TransactionRow) => JSON.stringify(told);

/** What an id goes by: with a reference the text is none of it, and a place in a list is no reference. */
const basis = (told: TransactionRow) => {
	const isPlace = told.bankId?.startsWith('2026-') === true;
	return content({
		...told,
		bankId: isPlace ? undefined : told.bankId,
		text: told.bankId === 'SHARED' ? undefined : told.text,
	});
};

const sorted = (ids: readonly string[]) => [...ids].sort();

describe('ids of transactions', () => {
	it('are never shared', () => {
		fc.assert(
			fc.property(mixedRows, (list) => {
				expect(new Set(idsOf(list)).size).toBe(list.length);
			}),
		);
	});

	it('are the same when the listing is fetched again', () => {
		fc.assert(fc.property(mixedRows, (list) => expect(idsOf(list)).toEqual(idsOf(list))));
	});

	it('are the same in any order: rows that nothing tells apart share one set of ids', () => {
		fc.assert(
			fc.property(
				mixedRows.chain((list) =>
					fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
				),
				([list, shuffled]) => {
					const byContent = (each: readonly TransactionRow[]) => {
						const ids = new Map<string, string[]>();
						for (const { id, ...told } of identifyAll(each)) {
							const key = basis(told);
							ids.set(key, sorted([...(ids.get(key) ?? []), id]));
						}
						return ids;
					};
					expect(byContent(shuffled)).toEqual(byContent(list));
				},
			),
		);
	});

	it('are the same in any order and any part of a listing for rows that a reference tells apart', () => {
		const isToldApart = ({ bankId, otherBankId }: TransactionRow) =>
			otherBankId !== undefined || /^T/.test(bankId ?? '');
		const idsByReference = (list: readonly TransactionRow[]) =>
			new Map(
				identifyAll(list)
					.filter(isToldApart)
					.map(({ id, bankId, otherBankId }) => [otherBankId ?? bankId, id]),
			);
		fc.assert(
			fc.property(
				mixedRows.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list))),
				([list, part]) => {
					const whole = idsByReference(list);
					for (const [reference, id] of idsByReference(part)) expect(id).toBe(whole.get(reference));
				},
			),
		);
	});

	it('are the same in every window of dates that shows the row', () => {
		fc.assert(
			fc.property(mixedRows, fc.constantFrom(...days), (list, from) => {
				const window = list.filter(({ bookingDate = '' }) => bookingDate >= from);
				const whole = identifyAll(list).filter(({ bookingDate = '' }) => bookingDate >= from);
				expect(idsOf(window)).toEqual(whole.map(({ id }) => id));
			}),
		);
	});

	it("are the same after re-consent, when only the bank's resource ids changed", () => {
		const before = { resourceId: 'old', iban: 'SE6800000000000000000001', currency: 'SEK' };
		const after = { ...before, resourceId: 'new' };
		fc.assert(
			fc.property(mixedRows, (list) => {
				expect(idsOf(list, { id: accountId(after) })).toEqual(
					idsOf(list, { id: accountId(before) }),
				);
			}),
		);
	});

	it('keep identical twins two, and three three', () => {
		const [first, second, third] = idsOf([row(), row(), row()]);
		expect(new Set([first, second, third]).size).toBe(3);
		expect(second).toBe(`${first}.2`);
		expect(third).toBe(`${first}.3`);
	});

	it("do not change with a pending twin's going", () => {
		const booked = row();
		const pending = row({ status: 'pending' });
		const [, withPending] = idsOf([pending, booked]);
		expect(idsOf([booked])).toEqual([withPending]);
	});

	it.each([
		['status', { status: 'pending' }],
		['amount', { amount: { amount: '12.50', currency: 'EUR' } }],
		['currency', { amount: { amount: '-12.50', currency: 'SEK' } }],
		['booking date', { bookingDate: '2026-01-29' }],
		['value date', { valueDate: '2026-01-29' }],
		['transaction date', { transactionDate: '2026-01-29' }],
		['counterparty', { counterparty: { name: 'Somebody' } }],
		['counterparty IBAN', { counterparty: { iban: 'DE1' } }],
		['counterparty BBAN', { counterparty: { bban: '1' } }],
		['text', { text: 'Other' }],
		['reference', { reference: '1' }],
		['end-to-end id', { endToEndId: '1' }],
		['mandate', { mandateId: '1' }],
		['creditor', { creditorId: '1' }],
		['bank transaction code', { bankTransactionCode: 'PMNT' }],
		['instructed amount', { instructedAmount: { amount: '1', currency: 'USD' } }],
		['instructed currency', { instructedAmount: { amount: '1', currency: 'NOK' } }],
	] as const)('tell rows without a reference apart by their %s', (_name, difference) => {
		const [one] = idsOf([row({ text: 'Text' })]);
		const [other] = idsOf([row({ text: 'Text', ...difference })]);
		expect(other).not.toBe(one);
		const bare = idsOf([row(), row(difference)]);
		expect(bare[1]).not.toContain(bare[0]);
	});

	it('tell instructed currencies apart', () => {
		const [dollar, crown] = ['USD', 'NOK'].map((currency) =>
			idsOf([row({ instructedAmount: { amount: '1', currency } })]),
		);
		expect(dollar).not.toEqual(crown);
	});

	it.each([
		['re-wrapped text', { text: 'Invoice 1 of  2' }, { text: 'invoice 1\nof 2' }],
		['re-spaced name', { counterparty: { name: 'A  B' } }, { counterparty: { name: 'a b' } }],
		['another number of decimals', {}, { amount: { amount: '-12.500', currency: 'EUR' } }],
		[
			'decimals of the instructed amount',
			{ instructedAmount: { amount: '1.0', currency: 'USD' } },
			{ instructedAmount: { amount: '1.00', currency: 'USD' } },
		],
		[
			'where the name was read',
			{ counterparty: { name: 'A', source: 'x' } },
			{ counterparty: { name: 'A', source: 'y' } },
		],
		['the running balance', { balanceAfter: { amount: '1', currency: 'EUR' } }, {}],
		["the bank's own answer", { raw: { a: 1 } }, { raw: { a: 2 } }],
	] as const)('do not change with %s', (_name, before, after) => {
		expect(idsOf([row(after)])).toEqual(idsOf([row(before)]));
	});

	it('differ between accounts', () => {
		expect(idsOf([row()])).not.toEqual(idsOf([row()], { id: 'v1:other' }));
		const referred = row({ bankId: 'T-1' });
		expect(idsOf([referred])).not.toEqual(idsOf([referred], { id: 'v1:other' }));
	});

	it('carry their version, and nothing that can be read', () => {
		const [id] = idsOf([row({ bankId: 'T-1', text: 'secret' })]);
		expect(id).toMatch(/^v1:[0-9a-f]{32}$/);
		expect(idsOf([row({ text: 'secret' })])[0]).toMatch(/^v1:[0-9a-f]{32}$/);
	});

	it('are pinned: another value here is a new version', () => {
		expect(idsOf([row({ bankId: 'T-1' }), row({ text: 'Mixed Case' })])).toEqual([
			'v1:afccf416f75dde0e6ea108307e3d3b20',
			'v1:50d384e39eb39bfb088af1d73d5aca26',
		]);
	});
});

describe("ids with the bank's reference", () => {
	it.each([
		['text', { text: 'Enriched' }],
		['value date', { valueDate: '2026-02-01' }],
		['name', { counterparty: { name: 'Enriched' } }],
		['decimals', { amount: { amount: '-12.5', currency: 'EUR' } }],
		['status', { status: 'information' }],
		['blanks around it', { bankId: ' T-1 ' }],
	] as const)('do not change with the %s', (_name, difference) => {
		const before = idsOf([row({ bankId: 'T-1' })]);
		expect(idsOf([row({ bankId: 'T-1', ...difference })])).toEqual(before);
	});

	it.each([
		[
			'of another amount (Belfius: a payment and its fee)',
			{ amount: { amount: '-2.00', currency: 'EUR' } },
		],
		[
			'of another sign (Sabadell: a payment and its return)',
			{ amount: { amount: '12.50', currency: 'EUR' } },
		],
		['of another currency', { amount: { amount: '-12.50', currency: 'USD' } }],
		['of another day (Paysera: a standing order)', { bookingDate: '2026-02-28' }],
	] as const)('keep two rows of one reference apart: %s', (_name, difference) => {
		const [one, other] = idsOf([row({ bankId: 'R-1' }), row({ bankId: 'R-1', ...difference })]);
		expect(other).not.toBe(one);
	});

	it('are never shared: rows that nothing tells apart are numbered', () => {
		const batch = row({ bankId: 'BATCH-77' });
		const ids = idsOf([batch, { ...batch, text: 'Other' }, batch]);
		expect(ids).toEqual([ids[0], `${ids[0]}.2`, `${ids[0]}.3`]);
	});

	it('are told apart by a second reference, whichever rows the window shows', () => {
		const of = (otherBankId: string) => row({ bankId: 'DAY-9998', otherBankId });
		const [coffee, tea, bread] = idsOf([of('aa01'), of('aa02'), of('aa03')]);
		expect(new Set([coffee, tea, bread]).size).toBe(3);
		expect(idsOf([of('aa03')])).toEqual([bread]);
		expect(idsOf([of('aa02'), of('aa03'), of('aa01')])).toEqual([tea, bread, coffee]);
	});

	it("do not change their number with a pending twin's going", () => {
		const [, withPending] = idsOf([
			row({ bankId: 'T-1', status: 'pending' }),
			row({ bankId: 'T-1' }),
		]);
		expect(idsOf([row({ bankId: 'T-1' })])).toEqual([withPending]);
	});

	it('are those of its fields while the bank gives a place in its list, or none yet', () => {
		const [before] = idsOf([row({ text: 'Bread' })]);
		const places = ['2026-07-12.0', '2026-07-12-1', '2026-07-12_1', '2026-07-12/1', '000001', '-1'];
		for (const bankId of places) expect(idsOf([row({ text: 'Bread', bankId })])).toEqual([before]);
	});

	it.each(['reference', 'endToEndId'] as const)('leave a place out of the %s too', (field) => {
		const [before] = idsOf([row({ text: 'Bread' })]);
		expect(idsOf([row({ text: 'Bread', [field]: '2026-07-12-000001' })])).toEqual([before]);
	});

	it('do not collide with ids made of fields', () => {
		const [referred, plain] = idsOf([row({ bankId: 'T-1' }), row()]);
		expect(plain).not.toBe(referred);
	});
});

describe('ids of accounts', () => {
	const base = { resourceId: 'r', iban: 'SE6800000000000000000001', currency: 'SEK' };

	it('survive re-consent, which changes the resource id', () => {
		expect(accountId({ ...base, resourceId: 'other' })).toBe(accountId(base));
		expect(accountId({ ...base, bban: '1', maskedPan: '999999******0001', bic: 'X' })).toBe(
			accountId(base),
		);
	});

	it('tell currencies of one IBAN apart (Revolut)', () => {
		expect(accountId({ ...base, currency: 'EUR' })).not.toBe(accountId(base));
	});

	it('go by BBAN and bank where there is no IBAN', () => {
		const bban = { resourceId: 'r', bban: '123', bic: 'BANKSESS' };
		expect(accountId({ ...bban, resourceId: 'other' })).toBe(accountId(bban));
		expect(accountId({ ...bban, bic: 'BANKNOKK' })).not.toBe(accountId(bban));
		expect(accountId({ ...bban, bban: '124' })).not.toBe(accountId(bban));
		expect(accountId({ ...bban, currency: 'SEK' })).not.toBe(accountId(bban));
	});

	it('go by a card number that tells, and not by its last four digits', () => {
		const telling = { resourceId: 'r', maskedPan: '999999******0001' };
		expect(accountId({ ...telling, resourceId: 'other' })).toBe(accountId(telling));
		expect(accountId({ ...telling, maskedPan: '999999******0002' })).not.toBe(accountId(telling));
		expect(accountId({ ...telling, currency: 'SEK' })).not.toBe(accountId(telling));
		const eight = { resourceId: 'r', maskedPan: '9999****0001' };
		expect(accountId({ ...eight, resourceId: 'other' })).toBe(accountId(eight));
		const vague = { resourceId: 'r', maskedPan: '************0001' };
		expect(accountId({ ...vague, resourceId: 'other' })).not.toBe(accountId(vague));
	});

	it("go by the bank's id where there is nothing better", () => {
		expect(accountId({ resourceId: 'a' })).not.toBe(accountId({ resourceId: 'b' }));
		expect(accountId({ resourceId: 'a' })).toBe(accountId({ resourceId: 'a' }));
	});

	it('do not mistake one kind of number for another', () => {
		const ids = [
			accountId({ resourceId: 'x', iban: '99999999' }),
			accountId({ resourceId: 'x', bban: '99999999' }),
			accountId({ resourceId: 'x', maskedPan: '99999999' }),
			accountId({ resourceId: '99999999' }),
		];
		expect(new Set(ids).size).toBe(4);
	});

	it('are pinned: another value here is a new version', () => {
		expect([
			accountId(base),
			accountId({ resourceId: 'r', bban: '1' }),
			accountId({ resourceId: 'r', maskedPan: '99999999' }),
			accountId({ resourceId: 'r' }),
		]).toEqual([
			'v1:da135ccf469d81b7f40389389b6f374c',
			'v1:b6183785bf547876e77ad405eee70754',
			'v1:ae3ce6e2b99fafadaa3309f535ef723d',
			'v1:2bc6cd649e65c26fa2a862b37b399d68',
		]);
	});

	it('hide the account number', () => {
		expect(accountId(base)).toMatch(/^v1:[0-9a-f]{32}$/);
	});
});
