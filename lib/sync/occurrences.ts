/** A probe is some nanoseconds, a table twice as large is megabytes: a million fit into 2²⁰ slots. */
const fullness = 0.96;
/** What one byte can count to; there are never many rows alike beyond it. */
const most = 255;

/**
 * Counts how often each fingerprint (hex, 16 digits or more of a cryptographic hash) came, this time included. Nine
 * bytes a slot and no objects: a million different ones take 9.4 MB, and all tables on the way there 19 MB.
 */
export function createOccurrences(): (fingerprint: string) => number {
	let table = emptyTable(1024);
	let used = 0;
	const beyond = new Map<string, number>();

	return (fingerprint) => {
		if (used >= table.counts.length * fullness) table = grown(table);
		const high = wordAt(fingerprint, 0);
		const low = wordAt(fingerprint, 8);
		const slot = slotOf(table, high, low);
		const before = table.counts[slot] ?? 0;
		if (before === most) {
			const count = (beyond.get(fingerprint) ?? most) + 1;
			beyond.set(fingerprint, count);
			return count;
		}
		if (before === 0) used += 1;
		put(table, slot, high, low, before + 1);
		return before + 1;
	};
}

/** Eight hex digits from `start`: a fifth of what `parseInt` of a slice costs. */
function wordAt(hex: string, start: number): number {
	let word = 0;
	for (let index = start; index < start + 8; index += 1) {
		const code = hex.charCodeAt(index);
		word = (word << 4) | (code < 58 ? code - 48 : code - 87);
	}
	return word >>> 0;
}

/** Open addressing with steps of one; a count of 0 is a free slot. */
interface Table {
	readonly highs: Uint32Array;
	readonly lows: Uint32Array;
	readonly counts: Uint8Array;
}

const emptyTable = (slots: number): Table => ({
	highs: new Uint32Array(slots),
	lows: new Uint32Array(slots),
	counts: new Uint8Array(slots),
});

function slotOf({ highs, lows, counts }: Table, high: number, low: number): number {
	const last = counts.length - 1;
	let slot = low & last;
	while (counts[slot] !== 0 && (highs[slot] !== high || lows[slot] !== low))
		slot = (slot + 1) & last;
	return slot;
}

function put(table: Table, slot: number, high: number, low: number, count: number): void {
	table.highs[slot] = high;
	table.lows[slot] = low;
	table.counts[slot] = count;
}

function grown(table: Table): Table {
	const larger = emptyTable(table.counts.length * 2);
	for (let old = 0; old < table.counts.length; old += 1) {
		const count = table.counts[old] ?? 0;
		if (count === 0) continue;
		const [high = 0, low = 0] = [table.highs[old], table.lows[old]];
		put(larger, slotOf(larger, high, low), high, low, count);
	}
	return larger;
}
