import type { Access, Session } from '../../../lib/login/session';
import { sandboxBank } from '../../../lib/banks/sandbox-bank';
import type { BankClientOptions } from '../../../lib/client';
import { BankError } from '../../../lib/errors';
import { clientAt } from '../../support/client-under-test';
import { TestClock } from '../../support/test-clock';
import type { Login, Tpp } from '../sandbox/tpp';

/** Keeps a login at the sandbox bank and refreshes it there, rotation and all. */
export class SandboxSession implements Session {
	refreshes = 0;

	constructor(
		private readonly tpp: Tpp,
		private login: Login,
	) {}

	async current(): Promise<Access> {
		const { accessToken, consentId } = this.login;
		return { accessToken, consentId };
	}

	async renew(): Promise<Access> {
		this.refreshes += 1;
		const { status, body } = await this.tpp.refresh(this.login.refreshToken);
		if (status !== 200) throw new BankError('login-required', 'The bank does not renew the login');
		this.login = {
			...this.login,
			accessToken: String(body['access_token']),
			refreshToken: String(body['refresh_token']),
		};
		return this.current();
	}
}

/** A client of the sandbox bank, on the bank's own time. */
export function sandboxClient(tpp: Tpp, login: Login, options: Partial<BankClientOptions> = {}) {
	const session = new SandboxSession(tpp, login);
	const clock = new TestClock(tpp.clock.now);
	const under = clientAt(tpp.base, {
		bank: sandboxBank,
		session,
		clock,
		...options,
	});
	return { ...under, session, clock };
}
