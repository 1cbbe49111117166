import { randomUUID } from 'node:crypto';
import { askReady, writeTo, type AuditRecord } from '../audit/record';
import type { Access } from '../login/session';
import { BankError } from '../errors';
import type { HttpAnswer, HttpRequest } from '../http/port';
import type { As } from '../profile/call';
import { quote } from '../http/redact';
import { retry } from '../http/retry';
import { send } from '../http/send';
import { throttle } from '../http/throttle';
import { settle, type Outcome } from '../outcome';
import { digest } from '../store/digest';
import { linkedUrl } from './address';
import { oneOf } from './in-flight';
import { judge } from './judge';
import { nextSteps } from './next-steps';
import { dressed } from './dress';
import { secretsOf } from './secrets';
import type { ExchangeOptions } from './exchange-options';

export type { ExchangeOptions } from './exchange-options';

/** One request for one page, however many attempts it takes. */
export interface Call {
	/** For the audit log. */
	readonly operation: string;
	/** Default `person`. */
	readonly as?: As;
	/** Name of the host that it goes to. Default `api`. */
	readonly at?: string;
	/** Statuses that are answers to be read, besides 2xx. */
	readonly reads?: readonly number[];
	/** For messages, masked: `the balances of SE…1234`. */
	readonly asked: string;
	/** Absolute. */
	readonly url: string;
	readonly request: HttpRequest;
	/** What must not be quoted: account ids. */
	readonly secrets: ReadonlyArray<string | undefined>;
	readonly budgetLeft?: number;
	/** In bytes. Default: as much as a page may have. */
	readonly largestAnswer?: number;
	/** Fires when the run is stopped or the listing is left. Default: the run's. */
	readonly signal?: AbortSignal;
}

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const maximumRedirects = 3;

/** Sends calls with one login: attempts, renewal of a refused token, redirects within the bank, audit. */
export class Exchange {
	private attempts = 0;
	/** Since a record was written: what could write one can write the next. */
	private isRecorded = false;
	/** Of the first answer, where the bank wants it again with what follows. */
	private firstRequestId: string | undefined = undefined;

	constructor(
		private readonly options: ExchangeOptions,
		private access: Access,
	) {}

	/** A successful answer (2xx), or a BankError. */
	async answerTo(call: Call): Promise<HttpAnswer> {
		this.attempts = 0;
		let renewed = false;
		const attempt = async (): Promise<HttpAnswer> => {
			const outcome = await settle(this.follow(call));
			if ('value' in outcome) return outcome.value;
			const { session } = this.options;
			if (renewed || !session || !isTokenRefused(outcome.error)) throw outcome.error;
			this.access = await session.renew(this.access);
			renewed = true;
			return this.follow(call);
		};
		const { clock, retryBudgetMs, random } = this.options;
		const outcome = await settle(
			retry(attempt, {
				clock,
				// Only what changes nothing at the bank is done twice.
				...(call.request.method === 'GET' ? {} : { retries: 0 }),
				...(retryBudgetMs === undefined ? {} : { budgetMs: retryBudgetMs }),
				...(random === undefined ? {} : { random }),
				...this.stoppedBy(call),
			}),
		);
		if ('value' in outcome) return outcome.value;
		throw this.told(outcome.error);
	}

	private async follow(call: Call): Promise<HttpAnswer> {
		let { url } = call;
		for (let followed = 0; ; followed += 1) {
			const answer = await this.sendOnce(call, url);
			const { location } = answer.headers;
			if (!isFollowed(answer, call) || location === undefined) return answer;
			const { bank, hosts } = this.options;
			if (followed === maximumRedirects) {
				throw new BankError('unreadable-answer', `${bank.name} redirects in circles`, {
					nextStep: nextSteps['unreadable-answer'],
				});
			}
			url = linkedUrl(hosts[call.at ?? 'api'] ?? hosts.api, url, location, bank.name);
		}
	}

	/** One request on the wire, with its own X-Request-ID and its own audit record. */
	private async sendOnce(call: Call, url: string): Promise<HttpAnswer> {
		const { bank, clock, store, connection, http, audit, lateRecords } = this.options;
		const stop = this.stoppedBy(call);
		await throttle({
			store,
			clock,
			key: connection.id,
			gapMs: bank.limits.minimumGapMs ?? 0,
			...stop,
		});
		if (!this.isRecorded && lateRecords?.hasBegun !== true) await askReady(audit);
		this.attempts += 1;
		const requestId = this.firstRequestId ?? randomUUID();
		const startedAt = clock.now();
		const outcome = await settle(
			oneOf(bank.limits.parallel, connection.id, () =>
				send(http, this.dressed(call, url, requestId), {
					bank: bank.name,
					asked: call.asked,
					...(call.largestAnswer === undefined ? {} : { largestAnswer: call.largestAnswer }),
					...stop,
				}),
			),
		);
		const judged = this.judged(outcome, call, requestId);
		await this.keepRecord(this.record(call, requestId, startedAt, judged));
		if ('error' in judged) throw judged.error;
		if (typeof bank.wire?.requestId === 'object') this.firstRequestId ??= requestId;
		// Not every bank sends it back; whoever can't read the answer quotes it.
		const { headers } = judged.value;
		return { ...judged.value, headers: { ...headers, 'x-request-id': requestId } };
	}

	private async keepRecord(record: AuditRecord): Promise<void> {
		const { audit, lateRecords } = this.options;
		const written = writeTo(audit, record);
		if (lateRecords !== undefined) return lateRecords.add(written);
		const why = await written;
		if (why !== undefined) throw why;
		this.isRecorded = true;
	}

	private stoppedBy(call: Call): { readonly signal?: AbortSignal } {
		const signal = call.signal ?? this.options.signal;
		// Else a stop in the middle would lose what the bank gives once only.
		const isKept = this.options.lateRecords !== undefined;
		return signal === undefined || isKept ? {} : { signal };
	}

	private dressed(call: Call, url: string, requestId: string): HttpRequest {
		const { request, operation, as = 'person' } = call;
		const { access } = this;
		return dressed(this.options, { request, url, requestId, operation, as, access });
	}

	private judged(outcome: Outcome<HttpAnswer>, call: Call, requestId: string): Outcome<HttpAnswer> {
		if ('error' in outcome) return { error: withDetails(outcome.error, { requestId }) };
		if (isFollowed(outcome.value, call) || call.reads?.includes(outcome.value.status))
			return outcome;
		const { bank, clock } = this.options;
		const error = judge(outcome.value, {
			bank,
			asked: call.asked,
			operation: call.operation,
			requestId,
			now: clock.now(),
			secrets: [...secretsOf(this.options, this.access), ...call.secrets],
		});
		return error === undefined ? outcome : { error };
	}

	private record(
		call: Call,
		requestId: string,
		startedAt: number,
		outcome: Outcome<HttpAnswer>,
	): AuditRecord {
		const { bank, clock, attended, trace } = this.options;
		const { consentId } = this.access;
		const error =
			'error' in outcome && outcome.error instanceof BankError ? outcome.error : undefined;
		const status = 'value' in outcome ? outcome.value.status : error?.details.status;
		const bankCode = error?.details.bankCode;
		return {
			time: new Date(startedAt).toISOString(),
			...(trace?.workflowId === undefined ? {} : { workflow: trace.workflowId }),
			...(trace?.executionId === undefined ? {} : { execution: trace.executionId }),
			...(trace?.node === undefined ? {} : { node: quote(trace.node) }),
			bank: bank.id,
			operation: call.operation,
			requestId,
			...(consentId === undefined ? {} : { consent: digest(consentId) }),
			attended: attended !== undefined,
			...(status === undefined ? {} : { status }),
			...(bankCode === undefined ? {} : { bankCode }),
			outcome:
				error?.code ?? (status !== undefined && redirects.has(status) ? 'redirected' : 'answered'),
			attempt: this.attempts,
			ms: clock.now() - startedAt,
			...(call.budgetLeft === undefined ? {} : { budgetLeft: call.budgetLeft }),
		};
	}

	private told(error: unknown): unknown {
		return withDetails(error, { bank: this.options.bank.name, attempts: this.attempts });
	}
}

/** A redirect of a reading call, unless it is the answer itself. */
const isFollowed = ({ status, headers }: HttpAnswer, { request, reads }: Call) =>
	redirects.has(status) &&
	request.method === 'GET' &&
	headers.location !== undefined &&
	reads?.includes(status) !== true;

const isTokenRefused = (error: unknown) =>
	error instanceof BankError && error.code === 'login-required';

function withDetails(error: unknown, details: BankError['details']): unknown {
	if (!(error instanceof BankError)) return error;
	return new BankError(error.code, error.message, { ...details, ...error.details });
}
