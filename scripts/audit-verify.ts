/** `npm run audit:verify -- <file>`: says which lines of an audit log were tampered with; exit code 1 if any. */
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { linesOf } from '../lib/audit/chain';
import { verifyLog } from '../lib/audit/verify';

const say = (text: string) => process.stdout.write(`${text}\n`);

const chainsOf = (count: number) =>
	count > 1
		? `${count} chains, in each all as written; how records of different chains stood to each other is not proven`
		: `${count} ${count === 1 ? 'chain' : 'chains'}, all as written`;

export async function main(): Promise<number> {
	const path = process.argv[2] ?? process.env.PSD2_AUDIT_LOG ?? '';
	const key = process.env.PSD2_AUDIT_KEY ?? '';
	const mistake =
		path === ''
			? 'Name the audit log: npm run audit:verify -- <file>'
			: key === ''
				? 'Set PSD2_AUDIT_KEY to the key that the log was written with'
				: existsSync(path) || existsSync(`${path}.head`)
					? undefined
					: `There is no audit log at ${path}`;
	if (mistake !== undefined) {
		say(mistake);
		return 2;
	}
	const head = existsSync(`${path}.head`) ? readFileSync(`${path}.head`, 'utf8') : undefined;
	// A head without its log is a log that was removed.
	const lines = existsSync(path) ? linesOf(createReadStream(path, 'utf8')) : [];
	const { records, chains, findings } = await verifyLog(lines, head, key);
	for (const { line, problem } of findings) {
		say(line === undefined ? problem : `Line ${line}: ${problem}`);
	}
	if (findings.length === 0) say(`${records} records in ${chainsOf(chains)}`);
	return findings.length === 0 ? 0 : 1;
}
