import { createHmac } from 'node:crypto';
import { accountMarks, isSameHolder } from '../../../lib/login/account-marks';
import { ended, erased, type StoredLogin } from '../../../lib/login/stored-login';
import type { Account } from '../../../lib/models/account';

const secret = 'a client secret';
const iban = 'SE4550000000058398257466';
const card = '5409********1234';
const uuid = '5d1c36a0-93e8-4d4f-8f0a-2c7b61e0a9d3';
const otherUuid = '0e9b7c52-1c84-4f3e-9d6b-58a1f7c3d240';

/** As a bank lists it: by nothing but its id unless something else is said. */
const account = (names: Partial<Account> = {}): Account => ({
	id: 'v1:an-id',
	resourceId: 'acc-1',
	raw: {},
	...names,
});

const login = (accounts: readonly Account[]): StoredLogin => ({
	loginId: 'login-1',
	loggedInAt: 1,
	receivedAt: 1,
	token: { access_token: 'access-1' },
	accounts: accountMarks(accounts, secret),
});

const isSame = (before: readonly Account[], now: readonly Account[]) =>
	isSameHolder(login(before), now, secret);

it('names accounts without holding their numbers, with their kind, differently for each secret', () => {
	const [mark = ''] = accountMarks([account({ iban })], secret);
	expect(mark).toMatch(/^iban:[\w-]{22}$/);
	expect(accountMarks([account({ iban })], 'another secret')).not.toContain(mark);
});

it.each<[string, Partial<Account>]>([
	['IBAN', { iban }],
	['BBAN', { bban: '50000000054910' }],
	['card number', { raw: { pan: '5409 0000 0000 1234' } }],
	['phone number', { raw: { msisdn: '+46 70 000 00 00 12' } }],
	["bank's own id", { resourceId: uuid }],
	['masked card with its owner', { maskedPan: card, ownerName: 'Testa Exempelsson' }],
])('knows the same account again by its %s', (_kind, names) => {
	expect(isSame([account(names)], [account(names)])).toBe(true);
	expect(isSame([account(names), account({ iban })], [account(names)])).toBe(true);
});

it.each<[string, Partial<Account>, Partial<Account>]>([
	['other numbers', { iban }, { iban: 'SE3550000000054910000003' }],
	['other cards', { raw: { pan: '5409000000001234' } }, { raw: { pan: '5409000000005678' } }],
	['other ids', { resourceId: uuid }, { resourceId: otherUuid }],
	['cards that share their mask', { maskedPan: card }, { maskedPan: card }],
	[
		'cards that share their mask, name and product',
		{ maskedPan: card, name: 'Kort', product: 'Guld', currency: 'SEK', resourceId: uuid },
		{ maskedPan: card, name: 'Kort', product: 'Guld', currency: 'SEK', resourceId: otherUuid },
	],
	[
		'cards that share their mask, of two owners',
		{ maskedPan: card, ownerName: 'Testa Exempelsson' },
		{ maskedPan: card, ownerName: 'Prova Exempelsson' },
	],
	['masks as ids', { resourceId: card, maskedPan: card }, { resourceId: card, maskedPan: card }],
	['masks in other fields', { bban: '****1234567' }, { bban: '****1234567' }],
	['masks of points', { bban: '5409......1234' }, { bban: '5409......1234' }],
	['masked PANs', { raw: { pan: card } }, { raw: { pan: card } }],
	['places in a list', { resourceId: '1' }, { resourceId: '1' }],
	['places with a name', { resourceId: 'account-0001' }, { resourceId: 'account-0001' }],
	['numbers of zeros', { bban: '0000000000' }, { bban: '0000000000' }],
	['the same digits of another kind', { bban: '123456789' }, { raw: { msisdn: '123456789' } }],
	['nothing before', {}, { iban }],
	['nothing now', { iban }, {}],
	['nothing at all', {}, {}],
])('does not take %s for the same holder', (_what, before, now) => {
	expect(isSame([account(before)], [account(now)])).toBe(false);
});

it('takes an empty list for nobody, on either side', () => {
	expect(isSame([], [account({ iban })])).toBe(false);
	expect(isSame([account({ iban })], [])).toBe(false);
	expect(isSame([], [])).toBe(false);
});

it('lets anybody in where there was no login, or where it was erased, not where it was ended', () => {
	const now = [account({ iban })];
	expect(isSameHolder(undefined, now, secret)).toBe(true);
	expect(isSameHolder(undefined, [], secret)).toBe(true);
	expect(isSameHolder(erased('login-2', 1), now, secret)).toBe(true);
	expect(isSameHolder(ended('login-2', 1, []), now, secret)).toBe(false);
	expect(isSameHolder(ended('login-2', 1, accountMarks(now, secret)), now, secret)).toBe(true);
});

describe('a login that was stored by version 0.1', () => {
	const mark = (number: string) =>
		createHmac('sha256', secret).update(`account\n${number}`).digest('base64url').slice(0, 22);
	const stored = (...numbers: readonly string[]) => ({
		...login([]),
		accounts: numbers.map(mark),
	});

	it('is known again by its numbers', () => {
		expect(isSameHolder(stored(iban), [account({ iban })], secret)).toBe(true);
		const bban = '50000000054910';
		expect(isSameHolder(stored(bban, iban), [account({ bban })], secret)).toBe(true);
		expect(isSameHolder(stored(iban), [account({ bban })], secret)).toBe(false);
	});

	it('is not known again by a masked number, nor by nothing', () => {
		expect(isSameHolder(stored(card), [account({ maskedPan: card })], secret)).toBe(false);
		expect(isSameHolder(stored(card), [account({ bban: card })], secret)).toBe(false);
		expect(isSameHolder(stored(), [account({ iban })], secret)).toBe(false);
		expect(isSameHolder(stored(''), [account()], secret)).toBe(false);
	});
});
