import type { LoginContext, LoginFacts, LoginStanding, LoginStep } from '../banks/login';
import type { BankProfile, ClientIdentity } from '../banks/profile';
import { BankError } from '../errors';
import type { Clock } from '../http/port';
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
		for (const step of identify === undefined ? prepare : [identify, ...prepare]) {
			gathered = { ...gathered, ...(await this.send(step, gathered)) };
		}
		return gathered;
	}

	async order(facts: LoginFacts): Promise<Progress<LoginStanding>> {
		return await this.stand(this.decoupled.order, facts);
	}

	async look(facts: LoginFacts): Promise<Progress<LoginStanding>> {
		return await this.stand(this.decoupled.status, facts);
	}

	async finish(facts: LoginFacts): Promise<GrantedToken> {
		const grant = await this.send(this.decoupled.finish, facts);
		const receivedAt = this.options.clock.now();
		return { token: grant(receivedAt), receivedAt };
	}

	/** What a step's `ask` is given. */
	contextOf(facts: LoginFacts): LoginContext {
		const { client, clock, visitor } = this.options;
		const today = new Date(clock.now()).toISOString().slice(0, 10);
		return { client, facts, ...visitor, validUntil: addDays(today, consentDays) };
	}

	async send<Result>(step: LoginStep<Result>, facts: LoginFacts): Promise<Result> {
		const { visitor, calls, client } = this.options;
		const answer = await calls.send({
			operation: step.operation,
			at: step.at,
			asked: 'the login',
			request: step.ask(this.contextOf(facts)),
			secrets: [...Object.values(facts), visitor.personalNumber, client.secret],
		});
		return step.read(answer);
	}

	/** The client's token may end while the person is looking for the phone. */
	private async stand(
		step: LoginStep<LoginStanding>,
		facts: LoginFacts,
	): Promise<Progress<LoginStanding>> {
		const { identify } = this.decoupled;
		const outcome = await settle(this.send(step, facts));
		if ('value' in outcome) {
			return { facts: { ...facts, ...outcome.value.facts }, result: outcome.value };
		}
		const isTokenRefused =
			outcome.error instanceof BankError &&
			outcome.error.code === 'login-required' &&
			outcome.error.details.bankCode !== 'PSU_CREDENTIALS_INVALID';
		if (identify === undefined || !isTokenRefused) throw outcome.error;
		const again = { ...facts, ...(await this.send(identify, facts)) };
		const standing = await this.send(step, again);
		return { facts: { ...again, ...standing.facts }, result: standing };
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
