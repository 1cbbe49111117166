import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	clientTable,
	connectionsTable,
	exportTable,
	loginTable,
	n8nTable,
	packageTable,
} from './report/tables';
import { goals } from './report/goals';
import type { Results } from './report/samples';
import { how, whatHoldsBack } from './report/how';

/** docs/benchmarks.md from what is in bench/results: nothing in it is written by hand but how it was measured. */
export function writeReport(): void {
	const results: Results = {
		n8n: read('n8n'),
		client: read('client'),
		export: read('export'),
		connections: read('connections'),
		package: read('package'),
		login: read('login'),
	};
	const text = [
		'# Benchmarks',
		'Made by `npm run bench` from the raw samples in `bench/results`. Medians, with the number of samples; × is the ratio to the line it names.',
		'## Goals',
		goals(results),
		'## The same transactions into Excel, in a real n8n',
		n8nTable(results.n8n),
		'## The client against the floor',
		clientTable(results.client),
		'## The exports against the floor',
		exportTable(results.export),
		'## Connections',
		connectionsTable(results.connections),
		'## The package',
		packageTable(results.package),
		'## Login by BankID',
		loginTable(results.login),
		'## How',
		how,
		'## What holds back',
		whatHoldsBack,
	].join('\n\n');
	writeFileSync(join('docs', 'benchmarks.md'), `${text}\n`);
	process.stdout.write('\ndocs/benchmarks.md is written.\n');
}

function read<Name extends keyof Results>(name: Name): Results[Name] {
	const file = join('bench', 'results', `${name}.json`);
	if (!existsSync(file)) return undefined as Results[Name];
	return JSON.parse(readFileSync(file, 'utf8')) as Results[Name];
}
