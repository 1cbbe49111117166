import { digitsOf } from './amount';
import type { AccountPlan, Person } from './people';
import { scramble, seedOf } from './scramble';
import { stories, twins, type Story } from './stories';

/** Smallest amount, number of amounts and sign of each story: a million rows are summed from these. */
const smallest = Int32Array.from(stories, ({ size }) => size[0]);
const spans = Int32Array.from(stories, ({ size }) => size[1] - size[0] + 1);
const signs = Int32Array.from(stories, ({ direction }) => (direction === 'out' ? -1 : 1));

/** One payment, before a persona puts it into its bank's words. */
export interface Row {
	readonly ordinal: number;
	readonly story: Story;
	/** Days since 1970-01-01. */
	readonly bookingDay: number;
	readonly valueDay: number;
	readonly currency: string;
	/** Minor units, negative when money leaves. */
	readonly minor: number;
	readonly transactionId?: string;
	readonly entryReference?: string;
	/** Minor units left on the account, in the row's currency. */
	readonly balanceAfter?: number;
}

/** Half-open range of ordinals, oldest first. */
export interface Range {
	readonly from: number;
	readonly to: number;
}

/** Running sums of one currency over the shown rows: `after[i]` includes row `from + i`. */
interface Sums {
	readonly from: number;
	readonly after: ReadonlyMap<string, Float64Array>;
}

/**
 * All rows of one account, from the beginning of time: row n is a pure function of the seed and n, and
 * a day knows its first row by arithmetic. So any page is made at once, rows keep their dates and
 * references however long the bank runs, and tomorrow's first rows are today's pending ones.
 */
export class AccountBook {
	readonly resourceId: string;
	private readonly seed: number;
	private readonly bookedCount: number;
	private readonly pendingCount: number;
	/** `bookedCount` rows are spread over this many days. */
	private readonly days: number;
	private readonly currencies: AccountPlan['currencies'];
	private readonly digits: number;
	private sums: Sums | undefined = undefined;

	constructor(
		readonly owner: Person,
		readonly plan: AccountPlan,
		seed: string,
		count: number,
	) {
		this.seed = seedOf(`${seed}/${plan.key}`);
		this.resourceId = [1, 2, 3]
			.map((salt) => scramble(this.seed, 0, salt).toString(16).padStart(8, '0'))
			.join('');
		this.pendingCount = count >= 40 ? 4 : count >= 2 ? 1 : 0;
		this.bookedCount = count - this.pendingCount;
		this.currencies = plan.currencies;
		this.digits = digitsOf(plan.currencies[0]);
		this.days = Math.min(730, Math.max(60, Math.ceil(count / 3)));
	}

	/** The shown booked rows on `today`. */
	booked(today: number): Range {
		const to = this.firstAfter(today);
		return { from: to - this.bookedCount, to };
	}

	/** The rows that will be booked next. */
	pending(today: number): Range {
		const from = this.firstAfter(today);
		return { from, to: from + this.pendingCount };
	}

	/** The shown booked rows between two days, both inclusive. */
	bookedBetween(today: number, firstDay: number, lastDay: number): Range {
		const shown = this.booked(today);
		const from = Math.max(shown.from, this.firstAfter(firstDay - 1));
		const to = Math.min(shown.to, this.firstAfter(lastDay));
		return { from, to: Math.max(from, to) };
	}

	row(ordinal: number, today: number): Row {
		const story = this.story(ordinal);
		const currency = this.currency(ordinal);
		const bookingDay = this.day(ordinal);
		const salt = scramble(this.seed, this.origin(ordinal), 7);
		const reference = `${this.resourceId.slice(0, 6)}-${ordinal.toString(36)}`;
		return {
			ordinal,
			story,
			bookingDay,
			valueDay: bookingDay + (salt % 5 === 0 ? 1 : 0),
			currency,
			minor: this.minor(ordinal),
			...(story.references === 'own' && {
				transactionId: reference,
				entryReference: `E${reference}`,
			}),
			...(story.references === 'NOTPROVIDED' && {
				transactionId: 'NOTPROVIDED',
				entryReference: 'NOTPROVIDED',
			}),
			...(this.plan.showsBalanceAfter && { balanceAfter: this.balanceAfter(ordinal, today) }),
		};
	}

	/** Booked balance of one currency on `today`: opening balance plus every shown row. */
	bookedBalance(today: number, currency: string): number {
		return this.plan.opening + (this.sumsOf(today).after.get(currency)?.at(-1) ?? 0);
	}

	minor(ordinal: number): number {
		const source = this.origin(ordinal);
		const index = source % stories.length;
		const offset = scramble(this.seed, source, 1) % (spans[index] ?? 1);
		const hundredths = (smallest[index] ?? 0) + offset;
		const digits = this.currencies.length === 1 ? this.digits : digitsOf(this.currency(source));
		return (signs[index] ?? 1) * (digits === 2 ? hundredths : Math.ceil(hundredths / 100));
	}

	currency(ordinal: number): string {
		const { currencies } = this;
		if (currencies.length === 1) return currencies[0];
		const index = scramble(this.seed, this.origin(ordinal), 2) % currencies.length;
		return currencies[index] ?? currencies[0];
	}

	day(ordinal: number): number {
		return Math.ceil(((this.origin(ordinal) + 1) * this.days) / this.bookedCount) - 1;
	}

	/** The first row that comes after the end of `day`. */
	private firstAfter(day: number): number {
		if (this.bookedCount === 0) return 0;
		const next = Math.floor(((day + 1) * this.bookedCount) / this.days);
		return this.origin(next) === next ? next : next + 1;
	}

	/** The second twin is the first again, whatever day it would have fallen on. */
	private origin(ordinal: number): number {
		return ordinal % stories.length === twins.second ? ordinal - 1 : ordinal;
	}

	private story(ordinal: number): Story {
		const story = stories[ordinal % stories.length];
		if (story === undefined) throw new Error(`no story for row ${ordinal}`);
		return story;
	}

	private balanceAfter(ordinal: number, today: number): number {
		const sums = this.sumsOf(today);
		const after = sums.after.get(this.currency(ordinal))?.[ordinal - sums.from] ?? 0;
		return this.plan.opening + after;
	}

	private sumsOf(today: number): Sums {
		const { from, to } = this.booked(today);
		if (this.sums?.from === from) return this.sums;
		const after = new Map(
			this.plan.currencies.map((currency) => [currency, new Float64Array(to - from)]),
		);
		const running = new Map<string, number>();
		for (let ordinal = from; ordinal < to; ordinal += 1) {
			const currency = this.currency(ordinal);
			running.set(currency, (running.get(currency) ?? 0) + this.minor(ordinal));
			for (const [name, sums] of after) sums[ordinal - from] = running.get(name) ?? 0;
		}
		this.sums = { from, after };
		return this.sums;
	}
}
