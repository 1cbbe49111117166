import { seb } from '../../lib/banks/seb';
import { bankUnderTest, type BankUnderTest } from '../support/bank-under-test';

let bank: BankUnderTest;
beforeAll(async () => {
	bank = await bankUnderTest(seb, 'seb');
});
afterAll(() => bank?.close());
beforeEach(() => bank.reset());

const endpoints = () => bank.log().map(({ endpoint, status }) => [endpoint, status]);

it('sends the browser with the scope and nothing of PKCE', async () => {
	const begun = await bank.begin('redirect');
	const address = new URL(bank.addressOf(begun) ?? '');
	expect(address.pathname).toBe('/seb/mga/sps/oauth/oauth20/authorize');
	expect(Object.fromEntries(address.searchParams)).toEqual({
		client_id: bank.sandbox.clientId,
		scope: 'psd2_accounts',
		redirect_uri: 'http://127.0.0.1:5678/webhook/back',
		response_type: 'code',
		state: begun.reference,
	});
});

it('goes over the page of the bank to tokens, and tells until when', async () => {
	const { state, accounts, validUntil } = await bank.login('redirect');
	expect([state.phase, accounts?.length]).toEqual(['connected', 6]);
	expect(validUntil).toMatch(/^\d{4}-\d{2}-\d{2}$/);
	expect(endpoints()).toContainEqual(['token', 201]);
	expect(bank.vault.stored()?.kept).toMatchObject({ how: 'redirect' });
});

it.each([
	['access_denied', 'cancelled'],
	['temporarily_unavailable', 'bank-error'],
	['invalid_scope', 'refused'],
])('ends where the browser comes back with %s', async (error, reason) => {
	const begun = await bank.begin('redirect');
	const over = await bank.drive(begun, { error, state: begun.reference });
	expect(over?.state).toMatchObject({ phase: 'failed', reason });
});

it('ends where the code is nobody', async () => {
	const begun = await bank.begin('redirect');
	const over = await bank.drive(begun, { code: 'made-up', state: begun.reference });
	expect(over?.state).toMatchObject({ phase: 'failed', reason: 'bank-error' });
	expect(bank.vault.text).toBeUndefined();
});

it('renews at the address of OAuth, each token once', async () => {
	await bank.login('redirect');
	const first = await bank.session.current();
	const second = await bank.session.renew(first);
	expect(second.refreshToken).not.toBe(first.refreshToken);
	await bank.session.renew(second);
	const tokenCalls = endpoints().filter(([endpoint]) => endpoint !== 'accounts');
	expect(tokenCalls.slice(-3)).toEqual([
		['token', 201],
		['token', 201],
		['token', 201],
	]);
});

it('renews by the last login, whichever it was', async () => {
	await bank.login('redirect');
	await bank.login('decoupled');
	await bank.session.renew(await bank.session.current());
	expect(endpoints().at(-1)).toEqual(['exchange', 201]);
	await bank.login('redirect');
	await bank.session.renew(await bank.session.current());
	expect(endpoints().at(-1)).toEqual(['token', 201]);
});

it('wants a login where the bank takes the refresh token no more', async () => {
	await bank.login('redirect');
	const before = bank.vault.text;
	await bank.session.renew(await bank.session.current());
	bank.vault.text = before;
	await expect(bank.session.renew(await bank.session.current())).rejects.toMatchObject({
		code: 'login-required',
		details: { bankCode: 'invalid_grant' },
	});
});
