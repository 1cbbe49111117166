const dayMs = 86_400_000;

/** Reads without the account holder in the last 24 h (RTS Art. 36(5)(b)). */
export class Quota {
	private readonly reads = new Map<string, number[]>();

	constructor(private readonly now: () => number) {}

	/** Counts a read unless it is one too many; then nothing is counted and the answer is false. null: no limit. */
	take(key: string, limit: number | null): boolean {
		if (limit === null) return true;
		const live = (this.reads.get(key) ?? []).filter((at) => at > this.now() - dayMs);
		if (live.length >= limit) return false;
		this.reads.set(key, [...live, this.now()]);
		return true;
	}
}
