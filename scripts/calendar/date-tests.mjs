import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '../install/launch.mjs';
import { projectFolder, projectNode } from '../install/project.mjs';

const readsTheClock = /\bDate\.now\b|\bnew Date\(\)|\bclock\b.*\bDate\b/;
const speaksOfDays =
	/\b(today|last(Days|Month)|thisMonth|date(From|To)|validUntil|daysLeft|Date\.now|new Date)\b/i;

const textOf = (file) => readFileSync(join(projectFolder, file), 'utf8');

const sourcesIn = (folder) =>
	readdirSync(join(projectFolder, folder), { recursive: true })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => join(folder, name));

/** The tests that speak of days and reach a source that asks the machine for the time. */
export function dateTests() {
	const readers = ['lib', 'nodes', 'credentials', 'sandbox', 'test']
		.flatMap(sourcesIn)
		.filter((file) => readsTheClock.test(textOf(file)));
	const listing = [jest, '--listTests', '--json', '--findRelatedTests', ...readers];
	const printed = execFileSync(projectNode, listing, { cwd: projectFolder, encoding: 'utf8' });
	const related = JSON.parse(printed.slice(printed.indexOf('["')));
	return related.filter((file) => speaksOfDays.test(readFileSync(file, 'utf8')));
}
