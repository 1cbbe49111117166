import type { Sandbox } from '../../../sandbox';
import type { LogEntry } from '../../../sandbox/bank/request-log';
import type { LedgerEntry } from '../../../sandbox/data/ledger';

/** The other side of the bank's counter, over HTTP. */
export class BankAdmin {
	constructor(private readonly bank: Sandbox) {}

	log(): Promise<readonly LogEntry[]> {
		return this.ask('GET', '/log');
	}

	/** True totals of a person's accounts; days are inclusive. */
	ledger(person: string, from: string, to: string): Promise<readonly LedgerEntry[]> {
		return this.ask('GET', `/ledger?${new URLSearchParams({ person, from, to })}`);
	}

	/** From now on every access token is refused and has to be refreshed. */
	expireTokens(): Promise<unknown> {
		return this.ask('POST', '/tokens/expire', {});
	}

	/** Holds refresh answers back until so many calls of the endpoint were refused with 401. */
	raiseBarrier(requests: number, endpoint: string): Promise<unknown> {
		return this.ask('POST', '/barrier', { requests, endpoint });
	}

	/** Lets the bank think before it answers. */
	slowDown(endpoint: string, times: number, ms: number): Promise<unknown> {
		return this.ask('POST', '/faults', {
			match: { endpoint },
			kind: 'slow',
			times,
			params: { ms },
		});
	}

	private async ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
		const answer = await fetch(this.bank.adminUrl + path, {
			method,
			headers: {
				'x-sandbox-admin': this.bank.adminKey,
				...(body && { 'content-type': 'application/json' }),
			},
			...(body && { body: JSON.stringify(body) }),
		});
		if (!answer.ok)
			throw new Error(`The bank's admin answered ${answer.status}: ${await answer.text()}`);
		return (await answer.json()) as Answer;
	}
}
