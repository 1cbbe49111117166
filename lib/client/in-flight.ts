const waiting = new Map<string, Array<() => void>>();
const going = new Map<string, number>();

/** So many calls of one connection at the same time in this process; the others wait for their turn. */
export async function oneOf<Value>(
	limit: number | undefined,
	key: string,
	work: () => Promise<Value>,
): Promise<Value> {
	if (limit === undefined) return await work();
	const now = going.get(key) ?? 0;
	if (now >= limit) {
		await new Promise<void>((resolve) => {
			waiting.set(key, [...(waiting.get(key) ?? []), resolve]);
		});
	} else going.set(key, now + 1);
	try {
		return await work();
	} finally {
		const [next, ...others] = waiting.get(key) ?? [];
		waiting.set(key, others);
		// Whoever waits takes this place over.
		if (next !== undefined) next();
		else {
			going.set(key, (going.get(key) ?? 1) - 1);
			waiting.delete(key);
		}
	}
}
