import { accountNumberOf, chooseCounterparty } from '../../../lib/banks/standards/counterparty';

const ours = 'SE6800000000000000000001';
const theirs = 'DE09000000000000000001';

const creditor = { name: 'Creditor', account: { iban: theirs }, source: 'creditorName' };
const debtor = { name: 'Debtor', account: { iban: ours }, source: 'debtorName' };

describe('chooseCounterparty', () => {
	it('takes the creditor of money out and the debtor of money in', () => {
		expect(chooseCounterparty('-1', creditor, debtor, undefined)?.name).toBe('Creditor');
		expect(chooseCounterparty('1', creditor, debtor, undefined)?.name).toBe('Debtor');
		expect(chooseCounterparty('0', creditor, debtor, undefined)?.name).toBe('Debtor');
	});

	it("never takes the account's own holder, where the bank filled the wrong side", () => {
		expect(chooseCounterparty('1', creditor, debtor, ours)).toEqual({
			name: 'Creditor',
			iban: theirs,
			source: 'creditorName',
		});
	});

	it('takes nobody where it cannot be told who is ours', () => {
		const nobody = { source: 'debtorName' };
		expect(chooseCounterparty('1', creditor, nobody, undefined)).toBeUndefined();
		expect(
			chooseCounterparty('1', { name: 'X', source: 'creditorName' }, nobody, ours),
		).toBeUndefined();
		expect(
			chooseCounterparty('1', { ...creditor, account: { iban: ours } }, nobody, ours),
		).toBeUndefined();
	});

	it('is a number without a name, too', () => {
		const only = { account: { bban: '5280' }, source: 'creditorName' };
		expect(chooseCounterparty('-1', only, debtor, ours)).toEqual({ bban: '5280' });
		const iban = { account: { iban: theirs }, source: 'creditorName' };
		expect(chooseCounterparty('-1', iban, debtor, ours)).toEqual({ iban: theirs });
	});
});

describe('accountNumberOf', () => {
	it.each([
		[{ iban: theirs }, { iban: theirs }],
		[theirs, { iban: theirs }],
		['5280', { bban: '5280' }],
		[{ bban: '5280', iban: 'wrong' }, { bban: '5280' }],
		[{ iban: 'wrong' }, { bban: 'wrong' }],
		[{ maskedPan: '1***2' }, { maskedPan: '1***2' }],
		[{ pan: '1***2' }, { maskedPan: '1***2' }],
		[{ bankgiroNumber: '123-4567' }, { bban: '123-4567' }],
		[{ plusgiroNumber: '12 34' }, { bban: '12 34' }],
		[{ other: { identification: '9' } }, { bban: '9' }],
		[{ msisdn: '+460000' }, { bban: '+460000' }],
		[null, {}],
		[{}, {}],
	])('of %j is %j', (reference, expected) => {
		expect(accountNumberOf(reference)).toEqual(expected);
	});
});
