import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '..', '..', '..', '..', 'shared', 'facts');

/** The facts are beside the project where it is made, and not where it is only used. */
export const factsAreHere = existsSync(join(folder, 'banks.md'));

const recalled = ' (recalled, unverified)';

/** What is wrong with `banks §2.1 Token` as the name of a row: file, section, how its first cell begins. */
export function factProblem(fact: string): string | undefined {
	const [, file = '', section = '', cell = ''] = /^([\w-]+) §([\d.]+) (.+)$/.exec(fact) ?? [];
	if (cell === '') return `"${fact}" names no row`;
	const title = cell.endsWith(recalled) ? cell.slice(0, -recalled.length) : cell;
	const row = sectionOf(file, section)?.find((line) => firstCell(line).startsWith(title));
	if (row === undefined) return `"${fact}" is no row of the facts`;
	const unsure = /\| recalled, unverified \|$/.test(row.trim());
	return unsure && title === cell ? `"${fact}" is recalled, and does not say so` : undefined;
}

/** Whether there is such a section: `banks §2.1`. */
export function sectionProblem(name: string): string | undefined {
	const [, file = '', section = ''] = /^([\w-]+) §([\d.]+)$/.exec(name) ?? [];
	return sectionOf(file, section) === undefined ? `"${name}" is no section` : undefined;
}

/** The lines below a heading, up to the next one. */
function sectionOf(file: string, section: string): readonly string[] | undefined {
	const path = join(folder, `${file}.md`);
	if (!existsSync(path)) return undefined;
	const lines = readFileSync(path, 'utf8').split('\n');
	const isHeading = (line: string) => /^#+ /.test(line);
	const start = lines.findIndex(
		(line) => isHeading(line) && /^#+ ([\d.]*\d)/.exec(line)?.[1] === section,
	);
	if (start === -1) return undefined;
	const rest = lines.slice(start + 1);
	const end = rest.findIndex(isHeading);
	return end === -1 ? rest : rest.slice(0, end);
}

const firstCell = (line: string): string =>
	(/^\| (.*?) \|/.exec(line)?.[1] ?? '').replaceAll('`', '').replaceAll('**', '');
