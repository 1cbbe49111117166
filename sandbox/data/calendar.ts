const dayMs = 86_400_000;

/** Days since 1970-01-01 of a `YYYY-MM-DD` string; `undefined` where there is no such day. */
export function dayNumber(date: string): number | undefined {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
	const ms = Date.parse(`${date}T00:00:00Z`);
	if (Number.isNaN(ms)) return undefined;
	const day = ms / dayMs;
	return dateOf(day) === date ? day : undefined;
}

export function dateOf(day: number): string {
	return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** The bank's own calendar day at an instant: the sandbox keeps UTC. */
export function dayAt(epochMs: number): number {
	return Math.floor(epochMs / dayMs);
}

export function startOfDay(day: number): number {
	return day * dayMs;
}
