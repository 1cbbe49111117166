import { enableBanking } from '../../../../lib/standards/enable-banking';
import { consentCalls, keptText } from '../../../../lib/standards/enable-banking/session';

const answer = (body: unknown) => ({ status: 200, headers: {}, body });
const told = (...accounts: readonly object[]) => ({
	accounts: keptText(accounts as readonly Record<string, unknown>[]),
});
const giro = { uid: 'u-1', identification_hash: 'h-1', currency: 'EUR', details: 'Giro' };
const card = { uid: 'u-2', identification_hash: 'h-2', currency: 'XXX', product: 'Card' };
const shut = { uid: null, identification_hash: 'h-3', name: 'Nobody Example' };

const listed = (kept: ReturnType<typeof told>, ...uids: readonly string[]) =>
	enableBanking.accounts.read(answer({ accounts: uids, accounts_data: [] }), { kept }).items;

const askedOf = (
	kept: ReturnType<typeof told> | undefined,
	resourceId: string,
	more: object = {},
) =>
	enableBanking.transactions.ask({
		...(kept && { kept }),
		account: { resourceId },
		bookingStatus: 'all',
		...more,
	});

describe('the accounts of a session', () => {
	it('are those that it has, as the login told of them', () => {
		expect(listed(told(giro, card, shut), 'u-1', 'u-2')).toMatchObject([
			{ resourceId: 'h-1', name: 'Giro', currency: 'EUR' },
			{ resourceId: 'h-2', product: 'Card' },
			{ resourceId: 'h-3', status: 'blocked' },
		]);
		expect(listed(told(giro, card), 'u-1')).toHaveLength(1);
	});

	it('have no currency where the bank says XXX, and are not blocked', () => {
		const [account] = listed(told(card), 'u-2');
		expect(account).not.toHaveProperty('currency');
		expect(account).not.toHaveProperty('status');
	});

	it('are shown also where nothing was told of them', () => {
		const body = {
			accounts: ['u-9'],
			accounts_data: [{ uid: 'u-9', identification_hash: 'h-9' }],
		};
		const { items } = enableBanking.accounts.read(answer(body), { kept: told(giro) });
		expect(items).toMatchObject([{ resourceId: 'h-9' }]);
	});

	it('of one number and several currencies keep their places whatever the session calls them', () => {
		const euro = { ...giro, uid: 'a' };
		const krona = { ...giro, uid: 'b', currency: 'SEK' };
		const ids = (...accounts: (typeof giro)[]) =>
			listed(told(...accounts), ...accounts.map(({ uid }) => uid)).map((one) => one.resourceId);
		expect(ids(euro, krona)).toEqual(['h-1.EUR', 'h-1.SEK']);
		expect(ids({ ...krona, uid: 'c' }, { ...euro, uid: 'd' })).toEqual(['h-1.SEK', 'h-1.EUR']);
		expect(ids(euro, { ...euro, uid: 'e' })).toEqual(['h-1.a', 'h-1.e']);
		expect(askedOf(told(euro, krona), 'h-1.SEK').path).toBe('/accounts/b/transactions');
	});

	it('of one number keep their places where the session has one of them no more', () => {
		const kept = told({ ...giro, uid: 'a' }, { ...giro, uid: 'b', currency: 'SEK' });
		const [left, ...others] = listed(kept, 'b');
		expect(others).toEqual([]);
		expect(left).toMatchObject({ resourceId: 'h-1.SEK' });
		expect(askedOf(kept, left?.resourceId ?? '').path).toBe('/accounts/b/transactions');
	});
});

describe('an account that is asked', () => {
	it('is named by the id that it has in this session', () => {
		expect(askedOf(told(giro, card), 'h-2').path).toBe('/accounts/u-2/transactions');
		expect(askedOf(told({ ...giro, uid: 'u-7' }), 'h-1').path).toBe('/accounts/u-7/transactions');
	});

	it('is known by any of its hashes', () => {
		const more = { ...giro, identification_hashes: ['h-1', 'h-old'] };
		expect(askedOf(told(more, card), 'h-old').path).toBe('/accounts/u-1/transactions');
		const twins = told(more, { ...card, identification_hashes: ['h-old'] });
		expect(() => askedOf(twins, 'h-old')).toThrow(expect.objectContaining({ code: 'not-found' }));
	});

	it('is refused where the login has it not, or nobody may read it', () => {
		expect(() => askedOf(told(giro), 'h-4')).toThrow(
			expect.objectContaining({ code: 'not-found' }),
		);
		expect(() => askedOf(told(giro, shut), 'h-3')).toThrow(
			expect.objectContaining({ code: 'not-permitted' }),
		);
	});
});

it.each(['{', '"text"', '[1]'])(
	'what was kept and is damaged is a login that is over: %s',
	(text) => {
		const over = expect.objectContaining({ code: 'login-required' });
		expect(() => askedOf({ accounts: text }, 'h-1')).toThrow(over);
		expect(() => listed({ accounts: text }, 'u-1')).toThrow(over);
	},
);

describe('what rows are asked for', () => {
	const query = (more: object) => askedOf(undefined, 'u', more).query;

	it('is the history in the fresh hour, where more is wanted than at any time', () => {
		const kept = { ...told({ ...giro, identification_hash: 'u' }), firstDay: '2031-02-28' };
		const strategy = (more: object) => askedOf(kept, 'u', more).query?.['strategy'];
		const isFresh = true;
		expect(strategy({ isFresh })).toBe('longest');
		expect(strategy({ isFresh, dateFrom: '2031-02-27' })).toBe('longest');
		expect(strategy({ isFresh, dateFrom: '2031-02-28' })).toBeUndefined();
		expect(strategy({ isFresh, dateFrom: '2029-01-01', dateTo: '2029-12-31' })).toBeUndefined();
		expect(strategy({ dateFrom: '2029-01-01' })).toBeUndefined();
		expect(strategy({ isFresh: false })).toBeUndefined();
	});

	it('is filtered by the bank for booked rows only', () => {
		expect(query({ bookingStatus: 'booked' })).toMatchObject({ transaction_status: 'BOOK' });
		for (const bookingStatus of ['pending', 'both', 'information', 'all']) {
			expect(query({ bookingStatus })?.['transaction_status']).toBeUndefined();
		}
	});

	it('is the same on every page', () => {
		const parameters = {
			account: { resourceId: 'u' },
			bookingStatus: 'booked',
			isFresh: true,
		} as const;
		const body = { transactions: [], continuation_key: 'k' };
		expect(enableBanking.transactions.read(answer(body), parameters).next?.query).toEqual({
			...enableBanking.transactions.ask(parameters).query,
			continuation_key: 'k',
		});
	});
});

it.each([
	['AUTHORIZED', 'valid'],
	['PENDING_AUTHORIZATION', 'received'],
	['RETURNED_FROM_BANK', 'received'],
	['EXPIRED', 'expired'],
	['CLOSED', 'terminated'],
	['REVOKED', 'revoked'],
	['CANCELLED', 'rejected'],
	['INVALID', 'rejected'],
])('a session that is %s is a consent that is %s', (word, status) => {
	const body = { status: word, access: { valid_until: '2031-12-31T23:30:00Z' } };
	const { read, ask } = consentCalls.status;
	const context = {
		client: { id: 'a' },
		hosts: { api: 'https://bank.example' },
		constants: {},
		choices: {},
		facts: {},
		consentId: 's/1',
		language: 'en',
		redirectUri: '',
		state: '',
		codeVerifier: '',
		nonce: '',
		now: 0,
	} as const;
	expect(read(answer(body), context)).toMatchObject({
		consentId: 's/1',
		status,
		bankStatus: word,
		validUntil: '2031-12-31',
	});
	expect(ask(context).path).toBe('/sessions/s%2F1');
	expect(consentCalls.revoke.ask(context)).toMatchObject({
		method: 'DELETE',
		path: '/sessions/s%2F1',
	});
});
