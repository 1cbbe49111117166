import { Spool } from './spool';
import type { Pages, TransactionLike } from './source';

/**
 * Reads an account's pages to the end before the first row is handed on: whole, or not at all. They are kept compressed
 * (about a tenth of their length).
 */
export async function heldBack(pages: Pages): Promise<Pages> {
	const spool = new Spool();
	for await (const page of pages) {
		for (const row of page) {
			spool.add(`${JSON.stringify(row)}\n`);
			if (spool.isFull) await spool.flush();
		}
	}
	return rowsIn(spool);
}

async function* rowsIn(spool: Spool): AsyncGenerator<readonly TransactionLike[]> {
	let rest = '';
	for await (const text of spool.texts()) {
		const lines = (rest + text).split('\n');
		rest = lines.pop() ?? '';
		if (lines.length > 0) yield lines.map((line) => JSON.parse(line) as TransactionLike);
	}
}
