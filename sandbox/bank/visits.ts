import { randomUUID } from 'node:crypto';
import type { Person } from '../data/people';

/** Parameters of the address that the browser is sent back to. */
export type BackParameters = Readonly<Record<string, string>>;

export interface Errand {
	/** Who asks: shown on the page. */
	readonly clientId: string;
	readonly redirectUri: string;
	/** Goes back as it came. */
	readonly state: string | undefined;
	/** The person has ticked these accounts (resource ids, at least one) and approved. */
	approved(person: Person, accounts: readonly string[]): BackParameters;
	/** Absent: `error=access_denied` (RFC 6749 §4.1.2.1). */
	denied?(): BackParameters;
}

/** A person at the bank's own pages, on the way to a client. */
export interface Visit extends Errand {
	readonly id: string;
	readonly expiresAt: number;
	person?: Person;
}

const lifetimeMs = 600_000;

export class Visits {
	private readonly open = new Map<string, Visit>();

	constructor(private readonly now: () => number) {}

	begin(errand: Errand): Visit {
		const visit = { ...errand, id: randomUUID(), expiresAt: this.now() + lifetimeMs };
		this.open.set(visit.id, visit);
		return visit;
	}

	find(id: string | undefined): Visit | undefined {
		const visit = this.open.get(id ?? '');
		return visit !== undefined && visit.expiresAt > this.now() ? visit : undefined;
	}

	end(visit: Visit): void {
		this.open.delete(visit.id);
	}
}
