import type { LateRecords } from '../audit/late-records';
import { linkedUrl } from '../client/address';
import { Exchange, type ExchangeOptions } from '../client/exchange';
import type { HttpAnswer } from '../http/port';
import { urlWith } from '../http/url';
import type { As, Call, Context } from '../profile/call';
import type { Texts } from '../profile/hosts';
import type { CallStep } from '../profile/login';
import type { Holder } from '../profile/wire';
import type { Access, Session } from './session';

/** Hundreds of times what any token answer needs. */
const largestByDefault = 1024 * 1024;

/** What a call is made with besides its context. */
export interface Calling {
	/** For messages, masked: `a renewal of the login`. */
	readonly asked: string;
	/** Renews the person's token where the bank refuses it; of no use to a call that goes without it. */
	readonly session?: Session;
	/** Bytes. */
	readonly largestAnswer?: number;
}

/** Calls besides the reading ones: each with its own X-Request-ID and audit record, judged as all are. */
export class BankCalls {
	constructor(private readonly options: Omit<ExchangeOptions, 'session'>) {}

	/** The same, recorded as made while the account holder is there. */
	attendedBy(attended: Holder): BankCalls {
		return new BankCalls({ ...this.options, attended });
	}

	/** The same for answers that can't be had again: they are not stopped, and their records are not waited for. */
	keeping(lateRecords: LateRecords): BankCalls {
		return new BankCalls({ ...this.options, lateRecords });
	}

	/** Who calls, and where: what every context has in common. */
	get place(): Pick<Context, 'client' | 'hosts' | 'constants' | 'choices'> {
		const { client = { id: '' }, hosts, constants = {}, choices = {} } = this.options;
		return { client, hosts, constants, choices };
	}

	/** What the bank says. Throws a BankError, `unreadable-answer` among them. */
	async ask<Result>(call: Call<Result>, context: Context, calling: Calling): Promise<Result> {
		return call.read(await this.answerTo(call, context, calling), context);
	}

	/** The answer to be read: 2xx, or one of the call's own statuses. */
	async answerTo<Result>(
		{ operation, at, as = 'nobody', ask, reads }: Call<Result>,
		said: Context,
		{ asked, session, largestAnswer = largestByDefault }: Calling,
	): Promise<HttpAnswer> {
		const context = as === 'client' ? await this.asClient(said) : said;
		const request = ask(context);
		const host = typeof at === 'string' ? at : at(context);
		const options =
			session === undefined || as !== 'person' ? this.options : { ...this.options, session };
		return await new Exchange(options, accessOf(as, context)).answerTo({
			operation,
			as,
			at: host,
			asked,
			url: urlWith(this.urlOf(host, request.path), request.query),
			request,
			secrets: secretsOf(context),
			largestAnswer,
			...(reads === undefined ? {} : { reads }),
		});
	}

	/** It carries a token or a secret: a link that leaves the host is not followed. */
	private urlOf(host: string, path: string): string {
		const { hosts, bank } = this.options;
		const base = hosts[host] ?? '';
		return URL.canParse(path) ? linkedUrl(base, base, path, bank.name) : `${base}${path}`;
	}

	/** With a token of the client's own, where the login has brought none. */
	private async asClient(context: Context): Promise<Context> {
		if (context.facts['clientToken'] !== undefined) return context;
		const step = this.options.bank.logins
			.flatMap(({ steps }) => steps)
			.find((one): one is CallStep => 'call' in one && one.isClientToken === true);
		if (step === undefined) return context;
		const gain = await this.ask(step.call, context, { asked: 'the login' });
		if (typeof gain === 'string') return context;
		return { ...context, facts: { ...context.facts, ...gain.facts } };
	}
}

function accessOf(as: As, { facts, token, consentId }: Context): Access {
	const tokens = { person: token?.accessToken, client: facts['clientToken'], nobody: undefined };
	return {
		accessToken: tokens[as] ?? '',
		kept: facts,
		...(consentId === undefined ? {} : { consentId }),
	};
}

/** What messages must not quote besides what no call's may. */
function secretsOf({ facts, token, personalNumber, codeVerifier }: Context) {
	const { accessToken, refreshToken } = token ?? {};
	const texts: Texts = facts;
	return [...Object.values(texts), personalNumber, accessToken, refreshToken, codeVerifier];
}
