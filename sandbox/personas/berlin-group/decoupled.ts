import { randomUUID } from 'node:crypto';
import type { Bank } from '../../bank/bank';
import type { Consent } from '../../bank/consents';
import type { Order } from '../../bankid/order';
import type { Person } from '../../data/people';
import { shelf } from '../../kit/shelf';
import { accessSchema, grantedBy } from './access';

export interface Authorisation {
	readonly id: string;
	readonly order: Order;
	/** Given out once BankID has said yes, and until it is spent. */
	code?: string;
	/** The bank's own reason to refuse a person whom BankID has identified. */
	refused?: 'wrongPerson' | 'foreignAccounts';
}

/** Decoupled logins: what BankID says about an order, made into what the bank says about a consent. */
class DecoupledLogins {
	private readonly byConsent = new WeakMap<Consent, Authorisation[]>();

	constructor(private readonly bank: Bank) {}

	/** A new order for the consent; the one before it is cancelled if it still waits. */
	start(consent: Consent, expected: Person | undefined): Authorisation | 'alreadyInProgress' {
		this.cancel(consent);
		const order = this.bank.bankId.auth(expected, this.bank.name);
		if (order === 'alreadyInProgress') return order;
		const authorisation: Authorisation = { id: randomUUID(), order };
		this.byConsent.set(consent, [...this.of(consent), authorisation]);
		return authorisation;
	}

	/** Oldest first, each as it stands now. */
	of(consent: Consent): readonly Authorisation[] {
		const all = this.byConsent.get(consent) ?? [];
		for (const authorisation of all) this.settle(consent, authorisation);
		return all;
	}

	cancel(consent: Consent): void {
		for (const { order } of this.of(consent)) this.bank.bankId.cancel(order);
	}

	/** Opens the accounts when BankID has just said who the person is. */
	private settle(consent: Consent, authorisation: Authorisation): void {
		const { order, code, refused } = authorisation;
		const { status, person, expected } = this.bank.bankId.collect(order.orderRef) ?? order;
		const undecided = code === undefined && refused === undefined;
		if (status !== 'complete' || person === undefined || !undecided) return;
		if (expected !== undefined && expected !== person) {
			authorisation.refused = 'wrongPerson';
			return;
		}
		const books = this.bank.library.of(person.id);
		const chosen = books.map(({ resourceId }) => resourceId);
		const granted = grantedBy(accessSchema.parse(consent.asked), books, chosen);
		if (granted === undefined || consent.status !== 'received') {
			authorisation.refused = 'foreignAccounts';
			if (granted === undefined) this.bank.consents.move(consent, 'rejected');
			return;
		}
		this.bank.consents.approve(consent, person.id, granted);
		const { clientId, id: consentId } = consent;
		authorisation.code = this.bank.grants.code({
			clientId,
			scope: 'AIS',
			consentId,
			personId: person.id,
		});
	}
}

export const loginsAt = shelf((bank) => new DecoupledLogins(bank));
