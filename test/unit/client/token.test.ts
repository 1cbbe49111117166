import type { Access, Session } from '../../../lib/login/session';
import { BankError } from '../../../lib/errors';
import { clientAt, readAccounts } from '../../support/client-under-test';
import { FixedSession } from '../../support/fixed-session';
import { accountsBody, refusal } from '../../support/one-account';
import { ScriptedBank } from '../../support/scripted-bank';

describe('the token of a BankClient', () => {
	let bank: ScriptedBank;
	beforeAll(async () => {
		bank = await ScriptedBank.start();
	});
	afterAll(() => bank.stop());
	beforeEach(() => bank.answersBy(() => ({ body: accountsBody })));

	const sent = () => bank.seen.map(({ headers }) => headers.authorization);

	it('goes out as Bearer with the consent and a fresh X-Request-ID', async () => {
		await readAccounts(clientAt(bank.url));
		expect(bank.seen[0]?.headers).toMatchObject({
			authorization: 'Bearer token-aaaaaa',
			'consent-id': 'consent-1234567',
			accept: 'application/json',
			'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
		});
	});

	it('is left out at a bank that knows none', async () => {
		await readAccounts(clientAt(bank.url, { session: new FixedSession(['']) }));
		expect(sent()).toEqual([undefined]);
	});

	it('is renewed once when it is refused, and kept for the pages that follow', async () => {
		const next = { _links: { next: { href: '/v1/accounts?page=2' } } };
		bank.answers(refusal(401, 'TOKEN_EXPIRED'), { body: { ...accountsBody, ...next } });
		const under = clientAt(bank.url);
		await readAccounts(under);
		expect(sent()).toEqual(['aaaaaa', 'bbbbbb', 'bbbbbb'].map((end) => `Bearer token-${end}`));
		expect(under.session.renewals).toBe(1);
	});

	it('may run out again on a later page', async () => {
		const next = { _links: { next: { href: '/v1/accounts?page=2' } } };
		bank.answers(
			refusal(401, 'TOKEN_EXPIRED'),
			{ body: { ...accountsBody, ...next } },
			refusal(401, 'TOKEN_EXPIRED'),
		);
		const session = new FixedSession(['token-1', 'token-2', 'token-3']);
		await readAccounts(clientAt(bank.url, { session }));
		expect(bank.seen).toHaveLength(4);
		expect(session.renewals).toBe(2);
	});

	it('is asked for again when only its renewal failed for the moment', async () => {
		bank.answers(refusal(401, 'TOKEN_EXPIRED'), refusal(401, 'TOKEN_EXPIRED'));
		let renewals = 0;
		const session: Session = {
			current: async () => ({ accessToken: 'old' }),
			renew: async (): Promise<Access> => {
				renewals += 1;
				if (renewals === 1) throw new BankError('no-answer', 'The token endpoint did not answer');
				return { accessToken: 'new' };
			},
		};
		await readAccounts(clientAt(bank.url, { session }));
		expect(sent()).toEqual(['Bearer old', 'Bearer old', 'Bearer new']);
	});

	it('that the bank refuses to renew ends with the words of the session', async () => {
		bank.answers(refusal(401, 'TOKEN_EXPIRED'));
		const session: Session = {
			current: async () => ({ accessToken: 'old' }),
			renew: async () => {
				throw new BankError('login-required', 'The login has ended');
			},
		};
		await expect(readAccounts(clientAt(bank.url, { session }))).rejects.toMatchObject({
			code: 'login-required',
			message: 'The login has ended',
			details: { bank: 'Plain Bank', attempts: 1 },
		});
	});

	it('is not renewed for a consent that has run out', async () => {
		bank.answers(refusal(401, 'CONSENT_EXPIRED'));
		const under = clientAt(bank.url);
		await expect(readAccounts(under)).rejects.toMatchObject({ code: 'consent-required' });
		expect(under.session.renewals).toBe(0);
	});
});
