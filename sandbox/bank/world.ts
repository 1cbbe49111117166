import { AppPhone } from '../apps/service';
import { BankId, type Autopilot } from '../bankid/service';
import { dayAt, dayNumber, startOfDay } from '../data/calendar';
import { Library } from '../data/library';
import { people, type Person } from '../data/people';
import { worldSchema, type Client, type WorldSettings } from '../settings';
import type { DemoClient } from './demo-client';

/** What all banks of one sandbox share: time, people and their books, the phones, the clients. */
export class World {
	readonly now = (): number => this.clock.now() + this.offset;
	readonly today = (): number => dayAt(this.now());
	settings: WorldSettings;
	library: Library;
	bankId = this.newBankId();
	apps = this.newApps();
	private offset = 0;

	constructor(
		private readonly opening: WorldSettings,
		private readonly clock: { now(): number },
		readonly demo: DemoClient,
		readonly clients: ReadonlyMap<string, Client>,
	) {
		this.settings = { ...opening, today: undefined };
		this.library = new Library(opening.seed, opening.transactions);
		this.moveTo(opening.today);
	}

	/** Takes over the given settings. */
	change(changes: Readonly<Record<string, unknown>>): void {
		const { today, ...settings } = worldSchema.parse({ ...this.settings, ...changes });
		const { seed, transactions } = this.settings;
		this.settings = settings;
		if (settings.seed !== seed || settings.transactions !== transactions) {
			this.library = new Library(settings.seed, settings.transactions);
		}
		this.moveTo(today);
	}

	reset(): void {
		this.offset = 0;
		this.settings = { ...this.opening, today: undefined };
		this.library = new Library(this.opening.seed, this.opening.transactions);
		this.moveTo(this.opening.today);
		this.bankId = this.newBankId();
		this.apps = this.newApps();
	}

	person(id: string): Person | undefined {
		return people.find((person) => person.id === id);
	}

	personByNumber(personalNumber: string): Person | undefined {
		return people.find((person) => person.personalNumber === personalNumber);
	}

	private autopilot(): Autopilot | undefined {
		const { bankIdAutoMs: afterMs, bankIdAutoPerson } = this.settings;
		const person = this.person(bankIdAutoPerson);
		return afterMs === null || person === undefined ? undefined : { afterMs, person };
	}

	private moveTo(date: string | undefined): void {
		const day = date === undefined ? undefined : dayNumber(date);
		if (day !== undefined) this.offset += startOfDay(day) - startOfDay(this.today());
	}

	private newBankId(): BankId {
		return new BankId(this.now, () => this.autopilot());
	}

	private newApps(): AppPhone {
		return new AppPhone(this.now, () => this.autopilot());
	}
}
