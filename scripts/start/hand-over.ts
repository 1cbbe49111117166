import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Execution } from '../n8n/api';
import { projectFolder } from '../process/project';
import { SetupError } from '../process/setup-error';
import type { Stage } from './stage';

/** Writes the workbook of a finished run to a file and says what is in it. The nodes are named as in `examples/`. */
export async function handOver({ api, out, say }: Stage, execution: Execution, fileName: string) {
	if (execution.status !== 'success') {
		throw new SetupError(
			`Execution ${execution.id} ended with ${execution.status}: ${execution.error}`,
		);
	}
	const file = join(out, fileName);
	await mkdir(out, { recursive: true });
	await writeFile(file, await api.binary(execution, 'Excel file'));

	const rows: readonly (readonly [string, string | number])[] = [
		['Accounts', execution.output('Accounts').length],
		['Balances', execution.output('Balances').length],
		['Transactions', execution.output('Transactions').length],
		['Execution', execution.id],
		['Excel file', relative(projectFolder, file)],
	];
	say('');
	for (const [name, value] of rows) say(`${name.padEnd(13)}${value}`);
}
