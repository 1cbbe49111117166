import { randomUUID } from 'node:crypto';
import { dateOf, dayAt } from '../data/calendar';

export type ConsentStatus =
	| 'received'
	| 'rejected'
	| 'valid'
	| 'revokedByPsu'
	| 'expired'
	| 'terminatedByTpp';

export const services = ['accounts', 'balances', 'transactions'] as const;
export type Service = (typeof services)[number];

export interface Consent {
	readonly id: string;
	readonly clientId: string;
	readonly recurring: boolean;
	readonly frequencyPerDay: number;
	/** What was asked for, in the persona's own words. */
	readonly asked: unknown;
	/** Resource ids that each service may read; filled when a person approves. */
	readonly granted: Record<Service, Set<string>>;
	status: ConsentStatus;
	/** `YYYY-MM-DD`, inclusive. */
	validUntil: string;
	/** Day of the last change of status, `YYYY-MM-DD`. */
	lastActionDate: string;
	personId?: string;
	/** When a person approved, epoch milliseconds. */
	approvedAt?: number;
}

export interface ConsentRequest {
	readonly clientId: string;
	readonly recurring: boolean;
	readonly frequencyPerDay: number;
	readonly validUntil: string;
	readonly asked: unknown;
}

export class Consents {
	private readonly byId = new Map<string, Consent>();

	constructor(
		private readonly now: () => number,
		private readonly former: () => 'end' | 'keep',
	) {}

	create(request: ConsentRequest): Consent {
		const consent: Consent = {
			...request,
			id: randomUUID(),
			status: 'received',
			lastActionDate: this.date(),
			granted: { accounts: new Set(), balances: new Set(), transactions: new Set() },
		};
		this.byId.set(consent.id, consent);
		return consent;
	}

	find(id: string): Consent | undefined {
		const consent = this.byId.get(id);
		if (consent?.status === 'valid' && consent.validUntil < this.date()) {
			this.move(consent, 'expired');
		}
		return consent;
	}

	all(): Consent[] {
		return [...this.byId.keys()].flatMap((id) => this.find(id) ?? []);
	}

	/** A new recurring consent ends the person's former one with the same client. */
	approve(consent: Consent, personId: string, granted: Record<Service, readonly string[]>): void {
		for (const former of this.byId.values()) {
			const replaced =
				this.former() === 'end' &&
				consent.recurring &&
				former.recurring &&
				former.status === 'valid' &&
				former.clientId === consent.clientId &&
				former.personId === personId;
			if (replaced) this.move(former, 'expired');
		}
		consent.personId = personId;
		consent.approvedAt = this.now();
		for (const service of services) {
			for (const account of granted[service]) consent.granted[service].add(account);
		}
		this.move(consent, 'valid');
	}

	move(consent: Consent, status: ConsentStatus): void {
		consent.status = status;
		consent.lastActionDate = this.date();
	}

	/** Today, `YYYY-MM-DD`. */
	private date(): string {
		return dateOf(dayAt(this.now()));
	}
}
