import type { LateRecords } from '../audit/late-records';
import type { LoginContext, LoginFacts, LoginStanding, LoginStep } from '../profile/login';
import type { ClientIdentity } from '../profile/hosts';
import type { BankProfile } from '../profile/profile';
import { BankError } from '../errors';
import type { Clock, HttpAnswer, HttpRequest } from '../http/port';
import type { Token } from '../models/token';
import { settle } from '../outcome';
import { addDays } from '../sync/period';
import type { BankCalls } from './bank-calls';

/** Who is logging in, as far as the bank has to know. */
export interface Visitor {
	readonly psuIpAddress: string;
	readonly language: 'en' | 'sv';
	readonly personalNumber?: string;
}

export interface ConversationOptions {
	readonly bank: BankProfile;
	readonly calls: BankCalls;
	readonly client: ClientIdentity;
	readonly clock: Clock;
	readonly visitor: Visitor;
}

/** The call that brings the tokens. */
export interface Redemption {
	/** For the audit log. */
	readonly operation: string;
	readonly request: HttpRequest;
	readonly read: (answer: HttpAnswer) => (receivedAt: number) => Token;
}

export interface GrantedToken {
	readonly token: Token;
	/** Epoch ms. */
	readonly receivedAt: number;
}

interface Progress<Result> {
	readonly facts: LoginFacts;
	readonly result: Result;
}

/** RTS Art. 10(2): a login may be asked for again after 180 days. */
const consentDays = 180;

/** The calls of one login, each with the facts that the ones before it gave. */
export class Conversation {
	constructor(private readonly options: ConversationOptions) {}

	/** The client's own token and the consent. */
	async prepare(
		{ identify, prepare }: Pick<NonNullable<BankProfile['decoupled']>, 'identify' | 'prepare'>,
		facts: LoginFacts = {},
	): Promise<LoginFacts> {
		let gathered = facts;
		if (identify !== undefined) gathered = { ...facts, ...(await this.send(identify, facts)) };
		for (const step of prepare) {
			const { facts: before, result } = await this.sendIdentified(step, gathered, identify);
			gathered = { ...before, ...result };
		}
		return gathered;
	}

	async order(facts: LoginFacts): Promise<Progress<LoginStanding>> {
		return await this.stand(this.decoupled.order, facts);
	}

	async look(facts: LoginFacts): Promise<Progress<LoginStanding>> {
		return await this.stand(this.decoupled.status, facts);
	}

	async finish(facts: LoginFacts, records: LateRecords): Promise<GrantedToken> {
		const { finish } = this.decoupled;
		const request = finish.ask(this.contextOf(facts));
		return await this.redeem({ ...finish, request }, facts, records);
	}

	/** Exchanges what the login has brought for tokens; it is taken once only. */
	async redeem(
		{ operation, request, read }: Redemption,
		facts: LoginFacts,
		records: LateRecords,
	): Promise<GrantedToken> {
		const { calls, clock } = this.options;
		const answer = await calls.keeping(records).send({
			operation,
			at: 'token',
			asked: 'the login',
			request,
			secrets: this.secretsOf(facts),
		});
		const receivedAt = clock.now();
		return { token: read(answer)(receivedAt), receivedAt };
	}

	/** What a step's `ask` is given. */
	contextOf(facts: LoginFacts): LoginContext {
		const { client, clock, visitor } = this.options;
		const today = new Date(clock.now()).toISOString().slice(0, 10);
		return { client, facts, ...visitor, validUntil: addDays(today, consentDays) };
	}

	async send<Result>(step: LoginStep<Result>, facts: LoginFacts): Promise<Result> {
		const answer = await this.options.calls.send({
			operation: step.operation,
			at: step.at,
			asked: 'the login',
			request: step.ask(this.contextOf(facts)),
			secrets: this.secretsOf(facts),
		});
		return step.read(answer);
	}

	private secretsOf(facts: LoginFacts): ReadonlyArray<string | undefined> {
		const { visitor, client } = this.options;
		return [...Object.values(facts), visitor.personalNumber, client.secret];
	}

	private async stand(
		step: LoginStep<LoginStanding>,
		facts: LoginFacts,
	): Promise<Progress<LoginStanding>> {
		const sent = await this.sendIdentified(step, facts, this.decoupled.identify);
		return { facts: { ...sent.facts, ...sent.result.facts }, result: sent.result };
	}

	/** The client's own token may end on the way, as while the person is looking for the phone. */
	private async sendIdentified<Result>(
		step: LoginStep<Result>,
		facts: LoginFacts,
		identify: LoginStep | undefined,
	): Promise<Progress<Result>> {
		const outcome = await settle(this.send(step, facts));
		if ('value' in outcome) return { facts, result: outcome.value };
		if (identify === undefined || !isTokenRefused(outcome.error)) throw outcome.error;
		const again = { ...facts, ...(await this.send(identify, facts)) };
		return { facts: again, result: await this.send(step, again) };
	}

	private get decoupled() {
		const { decoupled, name } = this.options.bank;
		if (decoupled !== undefined) return decoupled;
		throw new BankError('settings-invalid', `${name} has no login in an app`, {
			field: 'Bank',
			nextStep: 'Choose the redirect in Login Method, or another bank in the credential',
		});
	}
}

/** Banks say 401 for an unknown person too. */
const isTokenRefused = (error: unknown) =>
	error instanceof BankError &&
	error.code === 'login-required' &&
	error.details.bankCode !== 'PSU_CREDENTIALS_INVALID';
