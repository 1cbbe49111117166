import { newLogin } from '../../../lib/login/script';
import type { LoginRecord } from '../../../lib/login/record';
import type { Login } from '../../../lib/profile/login';
import { loginPage } from '../../../nodes/Psd2BankLoginTrigger/page/html';
import { viewOf } from '../../../nodes/Psd2BankLoginTrigger/view';
import type { LoginDesk } from '../../../nodes/shared/login-desk';
import { plainBank } from '../../support/client-under-test';

const links = { computer: 'app://start', phone: 'app://start?back=' };
const bankId = { how: 'app', app: 'bankid', steps: [] } as const satisfies Login;
const ownApp = { how: 'app', app: 'bank', steps: [] } as const satisfies Login;

const desk = (login: Login, visit?: string) => ({
	ground: { bank: { ...plainBank, logins: [login] } },
	addressOf: () => visit,
});
const record = (changes: Partial<LoginRecord> = {}): LoginRecord => ({
	reference: 'login-1',
	method: 'decoupled',
	startedAt: 0,
	visitor: { psuIpAddress: '203.0.113.7', language: 'en' },
	state: { ...newLogin, phase: 'waiting' },
	facts: {},
	choices: {},
	...changes,
});
const failed = (reason: LoginRecord['state']['reason']) =>
	record({ state: { ...newLogin, phase: 'failed', ...(reason && { reason }) } });

describe('what the page shows of a login', () => {
	it('is the link alone where the bank draws no code for an app on this device', async () => {
		const view = await viewOf(desk(bankId), record({ standing: { state: 'outstanding', links } }));
		expect(view).toEqual({
			reference: 'login-1',
			phase: 'waiting',
			message: 'Start your BankID app.',
			links,
		});
	});

	it("is in the words of the bank's own app, and the bank's before ours", async () => {
		const waiting = record({ standing: { state: 'outstanding' } });
		expect((await viewOf(desk(ownApp), waiting)).message).toBe('Start the app of the bank.');
		const signing = record({ standing: { state: 'signing' } });
		expect((await viewOf(desk(ownApp), signing)).message).toMatch(/^Confirm the login/);
		const said = record({ standing: { state: 'outstanding', message: 'Open Fjord ID' } });
		expect((await viewOf(desk(ownApp), said)).message).toBe('Open Fjord ID');
	});

	it.each(['cancelled', 'expired', 'not-opened', 'wrong-person', 'unusable', 'refused'] as const)(
		'never speaks of BankID where it is none: %s',
		async (reason) => {
			for (const language of ['en', 'sv'] as const) {
				const visitor = { psuIpAddress: '203.0.113.7', language };
				const app = { ...failed(reason), visitor };
				expect((await viewOf(desk(ownApp), app)).message).not.toContain('BankID');
				const redirect = { ...app, method: 'redirect' } as const;
				expect((await viewOf(desk(bankId), redirect)).message).not.toContain('BankID');
			}
		},
	);

	it('asks for the address only where the browser can not come back by itself', async () => {
		const redirect = record({ method: 'redirect' });
		const bank = desk({ how: 'redirect', steps: [] }, 'https://bank.example/login');
		expect(await viewOf(bank, redirect)).not.toHaveProperty('paste');
		expect(await viewOf(bank, { ...redirect, isPasted: true })).toMatchObject({
			visit: 'https://bank.example/login',
			paste: true,
			message: 'Log in at the bank.',
		});
	});

	it('is no hint at what is set up wrong', async () => {
		const trouble = { message: 'Client Secret of the credential is wrong' };
		const { message } = await viewOf(desk(bankId), { ...failed('bank-error'), trouble });
		expect(message).toMatch(/^Nobody can log in here/);
		expect(message).not.toContain('Secret');
	});
});

it('the page asks where the app is only where the bank wants to know', () => {
	const htmlOf = (login: Login) => {
		const { ground } = desk(login);
		const shown = { ground, loginOf: () => login } as unknown as LoginDesk;
		return loginPage({ desk: shown, language: 'en', method: 'decoupled' }).html;
	};
	expect(htmlOf(bankId)).toContain('"asksDevice":false');
	expect(htmlOf({ ...bankId, device: 'asked' })).toContain('"asksDevice":true');
});
