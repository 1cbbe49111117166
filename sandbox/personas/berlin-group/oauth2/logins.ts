import { randomUUID } from 'node:crypto';
import type { Person } from '../../../data/people';

/** A person at the bank's own pages, on the way to a client. */
export interface Login {
	readonly id: string;
	readonly clientId: string;
	readonly redirectUri: string;
	readonly state: string | undefined;
	readonly scope: string;
	readonly challenge: string;
	/** Set where the client made the consent first. */
	readonly consentId: string | undefined;
	readonly expiresAt: number;
	person?: Person;
}

const lifetimeMs = 600_000;

export class Logins {
	private readonly open = new Map<string, Login>();

	constructor(private readonly now: () => number) {}

	begin(login: Omit<Login, 'id' | 'expiresAt' | 'person'>): Login {
		const begun = { ...login, id: randomUUID(), expiresAt: this.now() + lifetimeMs };
		this.open.set(begun.id, begun);
		return begun;
	}

	find(id: string | undefined): Login | undefined {
		const login = this.open.get(id ?? '');
		return login !== undefined && login.expiresAt > this.now() ? login : undefined;
	}

	end(login: Login): void {
		this.open.delete(login.id);
	}
}
