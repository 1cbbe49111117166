import { randomUUID } from 'node:crypto';
import type { Autopilot } from '../bankid/service';
import type { Person } from '../data/people';

export type AppStatus = 'pending' | 'approved' | 'rejected' | 'expired';

/** A question that waits in a bank's own app: no QR code, the person finds it when he opens the app. */
export interface AppOrder {
	readonly id: string;
	/** The app's name, as a person knows it: `Nordea ID`, `MitID`. */
	readonly app: string;
	/** The bank that asks. */
	readonly askedBy: string;
	readonly expected: Person | undefined;
	readonly madeAt: number;
	readonly lastsMs: number;
	status: AppStatus;
	person: Person | undefined;
}

/** The apps of other banks on somebody's phone. */
export class AppPhone {
	private readonly orders = new Map<string, AppOrder>();

	constructor(
		private readonly now: () => number,
		private readonly autopilot: () => Autopilot | undefined,
	) {}

	/** `expected` absent: whoever opens the app. */
	ask(app: string, askedBy: string, expected: Person | undefined, lastsMs = 180_000): AppOrder {
		const order: AppOrder = {
			id: randomUUID(),
			app,
			askedBy,
			expected,
			madeAt: this.now(),
			lastsMs,
			status: 'pending',
			person: undefined,
		};
		this.orders.set(order.id, order);
		return order;
	}

	/** Brought up to date. */
	look(id: string): AppOrder | undefined {
		const order = this.orders.get(id);
		if (order?.status !== 'pending') return order;
		const elapsed = this.now() - order.madeAt;
		const pilot = this.autopilot();
		if (elapsed >= order.lastsMs) order.status = 'expired';
		else if (pilot !== undefined && elapsed >= pilot.afterMs) {
			this.answer(order, 'approved', order.expected ?? pilot.person);
		}
		return order;
	}

	/** Oldest first. */
	all(): AppOrder[] {
		return [...this.orders.keys()].flatMap((id) => this.look(id) ?? []);
	}

	answer(order: AppOrder, status: AppStatus, person?: Person): void {
		if (order.status !== 'pending') return;
		order.status = status;
		order.person = person ?? order.expected;
	}
}
