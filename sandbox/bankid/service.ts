import type { Person } from '../data/people';
import { isUnopened, newOrder, type Order } from './order';
import { isFresh, qrText, qrTokenOf } from './qr';

/** An order must be opened within this time, or it fails with `startFailed`. */
const openingMs = 30_000;
/** And be finished within this one, or it fails with `expiredTransaction`. */
const lifetimeMs = 180_000;

/** Approves every order by itself, for runs that nobody watches. */
export interface Autopilot {
	readonly afterMs: number;
	readonly person: Person;
}

/** What the phone is told when it can't go on. */
export class PhoneError extends Error {}

/**
 * BankID itself: orders between a relying party (the bank) and a phone. The bank's side has the calls of
 * the relying party API v6 (auth, collect, cancel), the phone's side what a person does in the app.
 * Time passes by the bank's clock; an order is brought up to date whenever somebody looks at it.
 */
export class BankId {
	private readonly orders = new Map<string, Order>();

	constructor(
		private readonly now: () => number,
		private readonly autopilot: () => Autopilot | undefined,
	) {}

	/**
	 * `expected` absent: whoever opens it. With it, an order that the person has under way is aborted and
	 * no new one is made (BankID's error `alreadyInProgress`).
	 */
	auth(expected: Person | undefined, askedBy = 'Sandbank'): Order | 'alreadyInProgress' {
		const before = expected === undefined ? [] : this.underWay(expected);
		for (const order of before) this.fail(order, 'cancelled');
		if (before.length > 0) return 'alreadyInProgress';
		const order = newOrder(this.now(), expected, askedBy);
		this.orders.set(order.orderRef, order);
		return order;
	}

	collect(orderRef: string): Order | undefined {
		const order = this.orders.get(orderRef);
		if (order !== undefined) this.bringUpToDate(order);
		return order;
	}

	/** The relying party no longer wants it. */
	cancel(order: Order): void {
		if (this.collect(order.orderRef)?.status === 'pending') this.fail(order, 'cancelled');
	}

	/** What the QR code shows in this second; `undefined` once the order is opened. */
	qrText(order: Order): string | undefined {
		return isUnopened(order) ? qrText(order, this.seconds(order)) : undefined;
	}

	all(): Order[] {
		return [...this.orders.keys()].flatMap((orderRef) => this.collect(orderRef) ?? []);
	}

	/** The phone reads a QR code, or follows a link with an autostart token. */
	open(code: string): Order {
		const text = code.trim();
		const token = /autostarttoken=([0-9a-f-]{36})/i.exec(text)?.[1] ?? text;
		const order = this.all().find(
			({ autoStartToken, qrStartToken }) =>
				autoStartToken === token || qrStartToken === qrTokenOf(text),
		);
		if (order === undefined) throw new PhoneError('This is no code of an order.');
		const scanned = order.autoStartToken !== token;
		if (scanned && !isFresh(text, order, this.seconds(order))) {
			throw new PhoneError('The QR code is too old or changed. Scan the one that is shown now.');
		}
		this.mustBePending(order);
		if (!isUnopened(order)) throw new PhoneError('The order was opened before.');
		order.hintCode = 'started';
		return order;
	}

	/** The person picks the BankID to use. Another order of the same person is cancelled by this one. */
	identify(order: Order, person: Person): void {
		this.mustBePending(order);
		for (const other of this.underWay(person)) {
			if (other !== order) this.fail(other, 'cancelled');
		}
		order.person = person;
		order.hintCode = 'userSign';
	}

	/** The security code was right. */
	approve(order: Order): void {
		this.mustBePending(order);
		if (order.person === undefined) throw new PhoneError('Pick a BankID first.');
		this.complete(order);
	}

	/** `userCancel`, `certificateErr`, or whatever else a test wants to see. */
	fail(order: Order, hintCode: string): void {
		order.status = 'failed';
		order.hintCode = hintCode;
	}

	private complete(order: Order): void {
		order.status = 'complete';
		order.hintCode = undefined;
	}

	private mustBePending(order: Order): void {
		this.bringUpToDate(order);
		if (order.status !== 'pending') throw new PhoneError('The order is over.');
	}

	private underWay(person: Person): Order[] {
		return this.all().filter(
			(order) => order.status === 'pending' && (order.person ?? order.expected) === person,
		);
	}

	private seconds({ madeAt }: Order): number {
		return Math.floor((this.now() - madeAt) / 1000);
	}

	private bringUpToDate(order: Order): void {
		if (order.status !== 'pending') return;
		const elapsed = this.now() - order.madeAt;
		const pilot = this.autopilot();
		if (pilot !== undefined && elapsed < lifetimeMs) this.fly(order, pilot, elapsed);
		if (order.status !== 'pending') return;
		if (isUnopened(order) && elapsed >= openingMs) this.fail(order, 'startFailed');
		else if (elapsed >= lifetimeMs) this.fail(order, 'expiredTransaction');
	}

	/** A third of the time to open the app, a third to find the BankID, a third to type the code. */
	private fly(order: Order, { afterMs, person }: Autopilot, elapsed: number): void {
		if (elapsed < afterMs / 3) return;
		order.hintCode = 'started';
		if (elapsed < (afterMs * 2) / 3) return;
		order.person ??= order.expected ?? person;
		order.hintCode = 'userSign';
		if (elapsed >= afterMs) this.complete(order);
	}
}
