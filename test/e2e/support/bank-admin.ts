import type { Sandbox } from '../../../sandbox';
import type { LogEntry } from '../../../sandbox/bank/request-log';
import type { LedgerEntry } from '../../../sandbox/data/ledger';

/** The other side of the bank's counter, over HTTP. */
export class BankAdmin {
	/** `id` says which of the sandbox's banks; absent: the first. */
	constructor(
		private readonly bank: Sandbox,
		private readonly id?: string,
	) {}

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

	/** The next calls of the endpoint are answered with this status. */
	breakDown(endpoint: string, times: number, status: number): Promise<unknown> {
		return this.ask('POST', '/faults', {
			match: { endpoint },
			kind: 'status',
			times,
			params: { status },
		});
	}

	/** How often the endpoint was called. */
	async count(endpoint: string): Promise<number> {
		return (await this.log()).filter((entry) => entry.endpoint === endpoint).length;
	}

	/** What a person does on the phone, with the newest order. */
	phone(action: string, body: object = {}): Promise<unknown> {
		return this.ask('POST', `/bankid/latest/${action}`, body);
	}

	set(settings: object): Promise<unknown> {
		return this.ask('POST', '/settings', settings);
	}

	/** As just opened. */
	reset(): Promise<unknown> {
		return this.ask('POST', '/reset', {});
	}

	/** Every address that was called, exactly as it came. */
	urls(): Promise<readonly string[]> {
		return this.ask('GET', '/urls');
	}

	private async ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
		const address = new URL(this.bank.adminUrl + path);
		if (this.id !== undefined) address.searchParams.set('bank', this.id);
		const answer = await fetch(address, {
			method,
			headers: {
				'x-sandbox-admin': this.bank.adminKey,
				...(body && { 'content-type': 'application/json' }),
			},
			...(body && { body: JSON.stringify(body) }),
		});
		if (!answer.ok)
			throw new Error(`The bank's admin answered ${answer.status}: ${await answer.text()}`);
		const text = await answer.text();
		return (text === '' ? undefined : JSON.parse(text)) as Answer;
	}
}
