const dayMs = 86_400_000;
const dateOf = (epochMs: number) => new Date(epochMs).toISOString().slice(0, 10);

/**
 * A clock for the sandbox bank, which keeps UTC: the machine's, but the day on which it began doesn't end. What is
 * compared with the bank's own sums is asked for by this day, so that both sides mean the same one.
 */
export class OneDay {
	private readonly begun = Date.now();
	private readonly lastInstant = this.begun - (this.begun % dayMs) + dayMs - 1;

	readonly now = (): number => Math.min(Date.now(), this.lastInstant);

	readonly today = dateOf(this.begun);

	/** Period fields of a node: so many days before this one, and this one. */
	lastDays(days: number) {
		return { period: 'dates', dateFrom: this.daysBefore(days), dateTo: this.today };
	}

	daysBefore(days: number): string {
		return dateOf(this.begun - days * dayMs);
	}
}
