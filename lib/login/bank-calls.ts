import type { LateRecords } from '../audit/late-records';
import type { Hosts } from '../profile/hosts';
import { Exchange, type ExchangeOptions } from '../client/exchange';
import type { HttpAnswer, HttpRequest } from '../http/port';
import type { Access, Session } from './session';

export interface BankCall {
	/** For the audit log. */
	readonly operation: string;
	/** At `token` the path is relative to the token URL. */
	readonly at: 'api' | 'token';
	/** For messages, masked: `a renewal of the login`. */
	readonly asked: string;
	readonly request: HttpRequest;
	/** What messages must not quote. */
	readonly secrets: ReadonlyArray<string | undefined>;
}

/** Hundreds of times what any token answer needs. */
const largestTokenAnswer = 1024 * 1024;

/** Calls besides the reading ones: each with its own X-Request-ID and audit record, judged as all are. */
export class BankCalls {
	constructor(
		private readonly options: Omit<ExchangeOptions, 'hosts' | 'session'> & {
			readonly hosts: Hosts;
		},
	) {}

	/** The same, recorded as made while the account holder is there. */
	attendedBy(psuIpAddress: string): BankCalls {
		return new BankCalls({ ...this.options, attended: { psuIpAddress } });
	}

	/** The same for answers that can't be had again: they are not stopped, and their records are not waited for. */
	keeping(lateRecords: LateRecords): BankCalls {
		return new BankCalls({ ...this.options, lateRecords });
	}

	/** Sends what the request itself carries, no token of a session. */
	async send(call: BankCall): Promise<HttpAnswer> {
		return await this.exchange({ accessToken: '' }, call);
	}

	/** With this token and no other. */
	async sendAs(access: Access, call: BankCall): Promise<HttpAnswer> {
		return await this.exchange(access, call);
	}

	/** With the session's token, renewed where the bank refuses it. */
	async sendWith(session: Session, access: Access, call: BankCall): Promise<HttpAnswer> {
		return await this.exchange(access, call, session);
	}

	private async exchange(
		access: Access,
		{ operation, at, asked, request, secrets }: BankCall,
		session?: Session,
	): Promise<HttpAnswer> {
		const { hosts } = this.options;
		const options = session === undefined ? this.options : { ...this.options, session };
		return await new Exchange(options, access).answerTo({
			operation,
			asked,
			url: `${hosts[at]}${request.path}`,
			request,
			secrets,
			...(at === 'token' ? { largestAnswer: largestTokenAnswer } : {}),
		});
	}
}
