import { isSameHolder } from '../../../lib/login/account-marks';
import { accessOf, readStoredLogin, writeStoredLogin } from '../../../lib/login/stored-login';

const iban = 'SE4550000000058398257466';
const anybody = [{ id: 'v1:an-id', resourceId: 'acc-1', iban, raw: {} }];

it.each(['{"loginId":"login-1","accounts":', '[]', 'null', '{"loginId":1}', 'text'])(
	'takes what it can not read (%s) for a login that has ended, not for none',
	(text) => {
		const stored = readStoredLogin(text);
		expect(stored).toBeDefined();
		expect(stored && accessOf(stored)).toBeUndefined();
		expect(isSameHolder(stored, anybody, 'secret')).toBe(false);
	},
);

it.each([undefined, '', null, 7])('takes %p for nobody yet', (text) => {
	expect(readStoredLogin(text)).toBeUndefined();
});

it('keeps no time that is none', () => {
	const login = { loginId: 'login-1', loggedInAt: 1e300, receivedAt: 1, accounts: [] };
	const { loggedInAt = NaN } = readStoredLogin(JSON.stringify(login)) ?? {};
	expect(() => new Date(loggedInAt).toISOString()).not.toThrow();
});

it('is written with its tokens, however deep the bank nests the rest', () => {
	let nested: unknown = 'deep';
	for (let depth = 0; depth < 100_000; depth += 1) nested = [nested];
	const token = { access_token: 'access-1', refresh_token: 'refresh-1', expires_in: 300, nested };
	const login = { loginId: 'login-1', loggedInAt: 1, receivedAt: 1_000, token, accounts: [] };
	const written = readStoredLogin(writeStoredLogin(login));
	expect(written && accessOf(written)).toEqual({
		accessToken: 'access-1',
		refreshToken: 'refresh-1',
		expiresAt: 301_000,
		loggedInAt: 1,
	});
	expect(written?.token).toMatchObject({ refresh_token: 'refresh-1' });
});
