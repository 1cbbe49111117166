import { accountNumberOf } from '../../../lib/standards/kit/account-number';
import { chooseCounterparty } from '../../../lib/standards/kit/counterparty';
import { ownAccountOf } from '../../../lib/standards/kit/own-account';
import { type Party, sidesOf } from '../../../lib/standards/kit/parties';

const ours = 'SE6800000000000000000001';
const theirs = 'DE09000000000000000001';

const creditor = { name: 'Creditor', account: { iban: theirs }, source: 'creditorName' };
const debtor = { name: 'Debtor', account: { iban: ours }, source: 'debtorName' };
const nobody = (source: string): Party => ({ source });

interface Situation {
	readonly creditor?: Party;
	readonly debtor?: Party;
	readonly iban?: string;
	readonly holder?: string;
	readonly isReturned?: boolean;
}

function choose(amount: string, situation: Situation) {
	const { iban, holder, isReturned = false } = situation;
	const own = ownAccountOf(undefined, iban === undefined ? {} : { iban });
	const sides = sidesOf(
		situation.creditor ?? nobody('creditorName'),
		situation.debtor ?? nobody('debtorName'),
		own,
	);
	return chooseCounterparty(amount, sides, {
		own,
		isHolderName: (name) => name === holder,
		isReturned: () => isReturned,
	});
}

describe('chooseCounterparty', () => {
	it('takes the creditor of money out and the debtor of money in', () => {
		expect(choose('-1', { creditor, debtor })?.name).toBe('Creditor');
		expect(choose('1', { creditor, debtor })?.name).toBe('Debtor');
		expect(choose('0', { creditor, debtor })?.name).toBe('Debtor');
	});

	it("never takes the account's own holder, where the bank filled the wrong side", () => {
		expect(choose('1', { creditor, debtor, iban: ours })).toEqual({
			name: 'Creditor',
			iban: theirs,
			source: 'creditorName',
		});
	});

	it('takes nobody where it cannot be told who is ours', () => {
		expect(choose('1', { creditor })).toBeUndefined();
		const named = { name: 'X', source: 'creditorName' };
		expect(choose('1', { creditor: named, iban: ours })).toBeUndefined();
		const own = { ...creditor, account: { iban: ours } };
		expect(choose('1', { creditor: own, iban: ours })).toBeUndefined();
	});

	it('is a number without a name, too', () => {
		const only = { account: { bban: '5280' }, source: 'creditorName' };
		expect(choose('-1', { creditor: only, debtor, iban: ours })).toEqual({ bban: '5280' });
		const iban = { account: { iban: theirs }, source: 'creditorName' };
		expect(choose('-1', { creditor: iban, debtor, iban: ours })).toEqual({ iban: theirs });
	});
});

describe('a name under the account’s own number', () => {
	const pot = { name: 'Holiday pot', account: { iban: ours }, source: 'creditorName' };
	const told = { name: 'Holiday pot', iban: ours, source: 'creditorName', isOwn: true };
	const holder = { name: 'Anna Test', source: 'debtorName' };

	it('is a pot’s, told as our own', () => {
		expect(choose('-1', { creditor: pot, iban: ours })).toEqual(told);
		expect(choose('-1', { creditor: pot, debtor: holder, iban: ours })).toEqual(told);
		const under = { ...holder, account: { iban: ours } };
		expect(choose('-1', { creditor: pot, debtor: under, iban: ours })).toEqual(told);
	});

	it('is a pot’s on the way back, too', () => {
		const from = { ...pot, source: 'debtorName' };
		const to = { name: 'Anna Test', account: { iban: ours }, source: 'creditorName' };
		expect(choose('1', { creditor: to, debtor: from, iban: ours })).toMatchObject({
			name: 'Holiday pot',
			isOwn: true,
		});
	});

	it('is nobody’s name where both sides have it, in whatever spelling', () => {
		const other = { name: 'HOLIDAY  POT', account: { iban: ours }, source: 'debtorName' };
		expect(choose('-1', { creditor: pot, debtor: other, iban: ours })).toEqual({
			iban: ours,
			isOwn: true,
		});
	});

	it('gives way to the other side where it is the holder’s', () => {
		const swapped = { creditor: pot, iban: ours, holder: 'Holiday pot' };
		expect(choose('-1', { ...swapped, debtor: { name: 'Shop', source: 'debtorName' } })).toEqual({
			name: 'Shop',
			source: 'debtorName',
		});
		expect(choose('-1', swapped)).toBeUndefined();
	});

	it('of the holder’s is a counterparty under another number: his account elsewhere', () => {
		expect(choose('-1', { creditor, iban: ours, holder: 'Creditor' })?.name).toBe('Creditor');
		const unnumbered = { name: 'Creditor', source: 'creditorName' };
		expect(choose('-1', { creditor: unnumbered, iban: ours, holder: 'Creditor' })).toBeUndefined();
	});
});

describe('a payment that came back', () => {
	const club = { name: 'Our Club', source: 'creditorName' };
	const member = { name: 'Member', account: { iban: theirs }, source: 'debtorName' };
	const unnumbered = { name: 'Member', source: 'debtorName' };

	it('has its parties in their first roles', () => {
		const situation = { creditor: club, iban: ours, isReturned: true };
		expect(choose('-1', { ...situation, debtor: member })?.name).toBe('Member');
		expect(choose('-1', { ...situation, debtor: unnumbered })?.name).toBe('Member');
		const payee = { ...creditor, name: 'Payee' };
		const payer = { name: 'Us', source: 'debtorName' };
		expect(choose('1', { creditor: payee, debtor: payer, isReturned: true })?.name).toBe('Payee');
	});

	it('has them swapped at banks that show by the numbers that they are', () => {
		const swapped = {
			creditor: { ...member, source: 'creditorName' },
			iban: ours,
			isReturned: true,
		};
		const us = { name: 'Our Club', source: 'debtorName' };
		expect(choose('-1', { ...swapped, debtor: us })?.name).toBe('Member');
		const own = { ...us, account: { iban: ours } };
		expect(choose('-1', { ...swapped, debtor: own })?.name).toBe('Member');
	});

	it('names who is named alone', () => {
		expect(choose('-1', { debtor: unnumbered, isReturned: true })?.name).toBe('Member');
		expect(choose('-1', { creditor: club, isReturned: true })?.name).toBe('Our Club');
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
