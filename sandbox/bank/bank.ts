import { BankId, type Autopilot } from '../bankid/service';
import { dayAt, dayNumber, startOfDay } from '../data/calendar';
import { Library } from '../data/library';
import { people, type Person } from '../data/people';
import { settingsSchema, type Client, type Settings } from '../settings';
import { Barrier } from './barrier';
import { Consents } from './consents';
import { Faults } from './faults';
import { Grants } from './grants';
import { Quota } from './quota';
import { RequestLog } from './request-log';
import { Seal } from './secrets';

/** All that the bank knows. Personas put it on the wire, each in its own dialect. */
export class Bank {
	readonly faults = new Faults();
	readonly barrier = new Barrier();
	readonly log = new RequestLog();
	readonly seal = new Seal();
	readonly now = (): number => this.clock.now() + this.offset;
	readonly today = (): number => dayAt(this.now());
	settings: Settings;
	library: Library;
	consents = this.newConsents();
	grants = this.newGrants();
	quota = new Quota(this.now);
	bankId = new BankId(this.now, () => this.autopilot());
	requestIds = new Set<string>();
	private offset = 0;

	constructor(
		private readonly opening: Settings,
		private readonly clock: { now(): number },
		readonly clients: ReadonlyMap<string, Client>,
	) {
		this.settings = { ...opening, today: undefined };
		this.library = new Library(opening.seed, opening.transactions);
		this.moveTo(opening.today);
	}

	/** Takes over the given settings; the rest stay. Throws a ZodError, and changes nothing then. */
	change(changes: Readonly<Record<string, unknown>>): void {
		const { today, ...settings } = settingsSchema.parse({ ...this.settings, ...changes });
		const { seed, transactions } = this.settings;
		this.settings = settings;
		if (settings.seed !== seed || settings.transactions !== transactions) {
			this.library = new Library(settings.seed, settings.transactions);
		}
		this.moveTo(today);
	}

	/** As just opened: nobody logged in, nothing broken. */
	reset(): void {
		this.offset = 0;
		this.settings = { ...this.opening, today: undefined };
		this.library = new Library(this.opening.seed, this.opening.transactions);
		this.moveTo(this.opening.today);
		this.consents = this.newConsents();
		this.grants = this.newGrants();
		this.quota = new Quota(this.now);
		this.bankId = new BankId(this.now, () => this.autopilot());
		this.requestIds = new Set();
		this.faults.clear();
		this.barrier.lower();
		this.log.clear();
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

	private newConsents(): Consents {
		return new Consents(this.today, () => this.settings.formerConsents);
	}

	private newGrants(): Grants {
		return new Grants(
			this.now,
			() => this.settings.accessTokenSeconds,
			() => this.settings.refreshReuse,
		);
	}
}
