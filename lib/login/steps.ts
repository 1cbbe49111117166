import { randomUUID } from 'node:crypto';
import type { LateRecords } from '../audit/late-records';
import { isThisMachine } from '../config/typed-url';
import { BankError } from '../errors';
import type { Clock } from '../http/port';
import { present } from '../models/present';
import { unreadable } from '../models/unreadable';
import { settle } from '../outcome';
import type { Call, Context, Gain } from '../profile/call';
import type {
	CallStep,
	Login,
	LoginFailure,
	LoginStanding,
	Step,
	VisitStep,
} from '../profile/login';
import type { BankCalls } from './bank-calls';
import type { Gained, LoginRecord } from './record';
import type { Standing, StepKind } from './script';
import { tokenIn } from './stored-login';

export const kindOf = (step: Step): StepKind =>
	'call' in step ? 'call' : 'visit' in step ? 'visit' : 'app';

/** The first of the calls that nothing waits behind: from there on it is about tokens that are given once. */
export const tailOf = ({ steps }: Pick<Login, 'steps'>): number =>
	steps.findLastIndex((step) => kindOf(step) !== 'call') + 1;

export interface StepsOptions {
	readonly login: Login;
	readonly calls: BankCalls;
	readonly clock: Clock;
}

/** The calls of one login, each with what the ones before it gave. Throws BankErrors. */
export class Steps {
	readonly kinds: readonly StepKind[];
	readonly tail: number;

	constructor(private readonly options: StepsOptions) {
		this.kinds = options.login.steps.map(kindOf);
		this.tail = tailOf(options.login);
	}

	at(index: number): Step | undefined {
		return this.options.login.steps[index];
	}

	async call(
		{ call }: CallStep,
		record: LoginRecord,
		records?: LateRecords,
	): Promise<Gained | LoginFailure | 'not-yet'> {
		const { result, gained } = await this.send(call, record, records);
		return typeof result === 'string' ? result : this.added(gained, result);
	}

	/** An order or a look at it. */
	async stand(
		call: Call<LoginStanding>,
		record: LoginRecord,
	): Promise<{ readonly standing: Standing; readonly gained: Gained }> {
		const { result, gained } = await this.send(call, record);
		const {
			facts: _facts,
			token: _token,
			consentId: _id,
			validUntil: _until,
			...standing
		} = result;
		return { standing, gained: this.added(gained, result) };
	}

	async picture(call: Call<string>, record: LoginRecord): Promise<string> {
		return (await this.send(call, record)).result;
	}

	/**
	 * `undefined`: the browser need not go anywhere. Throws `unreadable-answer` where the bank names no address that a
	 * browser may be sent to.
	 */
	addressOf({ visit }: VisitStep, record: LoginRecord): string | undefined {
		const address = visit(this.contextOf(record));
		if (address === undefined || isOfBrowser(address)) return address;
		throw unreadable('the address to log in at', 'is none that a browser may be sent to');
	}

	back(
		{ back }: VisitStep,
		query: Readonly<Record<string, string | undefined>>,
		record: LoginRecord,
	): Gained | LoginFailure {
		const gain = back(query);
		return typeof gain === 'string' ? gain : this.added(record, gain);
	}

	private contextOf(record: LoginRecord): Context {
		const { calls, clock } = this.options;
		const { visitor, facts, consentId, choices, redirectUri = '', reference } = record;
		const { codeVerifier = '', ...known } = facts;
		return present<Context>({
			...calls.place,
			choices: { ...calls.place.choices, ...choices },
			...visitor,
			facts: known,
			token: record.token && tokenIn(record.token, record.tokenAt),
			consentId,
			redirectUri,
			state: reference,
			codeVerifier,
			nonce: randomUUID(),
			now: clock.now(),
		});
	}

	private added(before: Gained, { facts, token, consentId, validUntil }: Gain): Gained {
		return present<Gained>({
			facts: { ...before.facts, ...facts },
			token: token ?? before.token,
			tokenAt: token === undefined ? before.tokenAt : this.options.clock.now(),
			consentId: consentId ?? before.consentId,
			grantedUntil: validUntil ?? before.grantedUntil,
		});
	}

	/** The client's own token may end on the way, as while the person is looking for the phone. */
	private async send<Result>(
		call: Call<Result>,
		record: LoginRecord,
		records?: LateRecords,
	): Promise<{ readonly result: Result; readonly gained: Gained }> {
		const outcome = await settle(this.sendOnce(call, record, records));
		if ('value' in outcome) return { result: outcome.value, gained: record };
		const again = this.options.login.steps.find(
			(step): step is CallStep => 'call' in step && step.isClientToken === true,
		);
		if (again === undefined || call.as !== 'client' || !isTokenRefused(outcome.error))
			throw outcome.error;
		const gain = await this.sendOnce(again.call, record);
		const gained = typeof gain === 'string' ? record : this.added(record, gain);
		return { result: await this.sendOnce(call, { ...record, ...gained }, records), gained };
	}

	private async sendOnce<Result>(
		call: Call<Result>,
		record: LoginRecord,
		records?: LateRecords,
	): Promise<Result> {
		const { calls } = this.options;
		const keeping = records === undefined ? calls : calls.keeping(records);
		return await keeping.ask(call, this.contextOf(record), { asked: 'the login' });
	}
}

/** By TLS, or to this machine; some banks' pages go on behind a `#`. */
function isOfBrowser(address: string): boolean {
	const url = URL.canParse(address) ? new URL(address) : undefined;
	if (url === undefined || url.username !== '' || url.password !== '') return false;
	return url.protocol === 'https:' || (url.protocol === 'http:' && isThisMachine(url.hostname));
}

/** Banks say 401 for an unknown person too. */
const isTokenRefused = (error: unknown) =>
	error instanceof BankError &&
	error.code === 'login-required' &&
	error.details.bankCode !== 'PSU_CREDENTIALS_INVALID';
