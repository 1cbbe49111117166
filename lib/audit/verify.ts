import { firstPrev, parse, readHead, readLine, sharedIn, type ChainedRecord } from './chain';

export interface Finding {
	/** Counts from 1; absent where the finding is about the end of the log or its head. */
	readonly line?: number;
	readonly problem: string;
}

export interface Verification {
	readonly records: number;
	readonly chains: number;
	readonly findings: readonly Finding[];
}

interface Last {
	readonly seq: number;
	readonly mac: string;
}

/**
 * Compares a log with its key and its head: changed, inserted, removed, moved and cut-off records are found, in a log
 * of several chains within each of them. Who holds an older copy of both files can still put back both: keep the head
 * elsewhere too where that matters.
 */
export async function verifyLog(
	lines: AsyncIterable<string> | Iterable<string>,
	head: string | undefined,
	key: string,
): Promise<Verification> {
	const findings: Finding[] = [];
	const chains = new Map<string, Last>();
	let line = 0;
	let records = 0;
	for await (const text of lines) {
		line += 1;
		if (text === '') {
			findings.push({ line, problem: 'is empty: a record was removed or blanked' });
			continue;
		}
		const record = readLine(key, text);
		if (record === undefined) {
			findings.push({ line, problem: 'was changed, inserted or written with another key' });
			passOver(text, chains, key);
			continue;
		}
		records += 1;
		const problem = placeProblem(record, chains.get(record.chain), key);
		if (problem !== undefined) findings.push({ line, problem });
		const before = chains.get(record.chain);
		if (before === undefined || record.seq > before.seq) chains.set(record.chain, record);
	}
	findings.push(...headFindings(head, chains, key));
	return { records, chains: chains.size, findings };
}

/** Why an unchanged record doesn't belong where it stands. */
function placeProblem(
	record: ChainedRecord,
	before: Last | undefined,
	key: string,
): string | undefined {
	const seq = before?.seq ?? 0;
	const { seq: found } = record;
	if (found <= seq)
		return `record ${found} of its chain stands after record ${seq}: moved or repeated`;
	if (found > seq + 1) {
		const missing = found === seq + 2 ? `record ${seq + 1}` : `records ${seq + 1} to ${found - 1}`;
		return `${missing} of its chain before it: removed or moved`;
	}
	const prev = before?.mac ?? firstPrev(key, record.chain);
	return record.prev === prev ? undefined : 'does not follow the record before it in its chain';
}

/** A changed line is one finding: the one after it is judged as if it were right. */
function passOver(text: string, chains: Map<string, Last>, key: string): void {
	const claimed = parse<Partial<ChainedRecord>>(text);
	const { chain, seq, mac } = claimed ?? {};
	if (typeof chain !== 'string' || typeof mac !== 'string') return;
	const before = chains.get(chain) ?? { seq: 0, mac: firstPrev(key, chain) };
	if (seq === before.seq + 1) chains.set(chain, { seq, mac });
}

function headFindings(
	text: string | undefined,
	chains: ReadonlyMap<string, Last>,
	key: string,
): Finding[] {
	if (text === undefined) {
		const what = chains.size === 0 ? 'The log is empty and its head file' : 'The head file';
		return [{ problem: `${what} is missing: the end of the log is not proven` }];
	}
	const heads = readHead(key, text);
	if (heads === undefined)
		return [{ problem: 'The head file was changed or written with another key' }];
	const cut = Object.entries(heads).flatMap(([chain, { seq }]) => {
		const last = chains.get(chain)?.seq ?? 0;
		if (last >= seq) return [];
		const missing = last + 1 === seq ? `record ${seq}` : `records ${last + 1} to ${seq}`;
		return [{ problem: `The end of chain ${chain} is missing: ${missing}` }];
	});
	const isShared = sharedIn(heads) !== undefined;
	const ahead = [...chains].flatMap(([chain, { seq }]) => {
		const known = heads[chain]?.seq;
		if (known === undefined && isShared) {
			return [{ problem: `The head file knows no chain ${chain}: its records are of another log` }];
		}
		// The head lags by one where a process died between the two writes.
		return seq - (known ?? 0) <= 1
			? []
			: [{ problem: `The head file is older than chain ${chain}: it was replaced` }];
	});
	return [...cut, ...ahead];
}
