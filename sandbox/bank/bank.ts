import type { Library } from '../data/library';
import type { Person } from '../data/people';
import type { BankId } from '../bankid/service';
import type { AppPhone } from '../apps/service';
import {
	bankSchema,
	settingsSchema,
	type BankSettings,
	type Client,
	type Settings,
} from '../settings';
import { Barrier } from './barrier';
import { Consents } from './consents';
import { Faults } from './faults';
import { Grants } from './grants';
import { Quota } from './quota';
import { RequestLog } from './request-log';
import { Seal } from './secrets';
import { Visits } from './visits';
import type { World } from './world';

/** All that one bank knows. A persona puts it on the wire in its own dialect. */
export class Bank {
	readonly faults = new Faults();
	readonly barrier = new Barrier();
	readonly log = new RequestLog();
	readonly seal = new Seal();
	readonly now: () => number;
	readonly today: () => number;
	consents: Consents;
	grants: Grants;
	quota: Quota;
	visits: Visits;
	requestIds = new Set<string>();
	/** A new one after each reset: what else a persona remembers hangs on it (`shelf`). */
	life: object = {};
	private own: BankSettings;

	constructor(
		readonly id: string,
		readonly name: string,
		readonly world: World,
		private readonly opening: BankSettings,
	) {
		this.own = opening;
		this.now = world.now;
		this.today = world.today;
		this.consents = this.newConsents();
		this.grants = this.newGrants();
		this.quota = new Quota(this.now);
		this.visits = new Visits(this.now);
	}

	get settings(): Settings {
		return { ...this.world.settings, ...this.own };
	}

	get library(): Library {
		return this.world.library;
	}

	get bankId(): BankId {
		return this.world.bankId;
	}

	get apps(): AppPhone {
		return this.world.apps;
	}

	get clients(): ReadonlyMap<string, Client> {
		return this.world.clients;
	}

	/** Takes over the given settings; the rest stay. Throws a ZodError, and changes nothing then. */
	change(changes: Readonly<Record<string, unknown>>): void {
		const settings = settingsSchema.parse({ ...this.settings, ...changes });
		this.own = bankSchema.parse(settings);
		this.world.change(settings);
	}

	/** As just opened: nobody logged in, nothing broken. */
	reset(): void {
		this.own = this.opening;
		this.consents = this.newConsents();
		this.grants = this.newGrants();
		this.quota = new Quota(this.now);
		this.visits = new Visits(this.now);
		this.requestIds = new Set();
		this.life = {};
		this.faults.clear();
		this.barrier.lower();
		this.log.clear();
	}

	person(id: string): Person | undefined {
		return this.world.person(id);
	}

	personByNumber(personalNumber: string): Person | undefined {
		return this.world.personByNumber(personalNumber);
	}

	private newConsents(): Consents {
		return new Consents(this.now, () => this.settings.formerConsents);
	}

	private newGrants(): Grants {
		return new Grants(this.now, () => this.settings);
	}
}
