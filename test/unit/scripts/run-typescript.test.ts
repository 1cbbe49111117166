import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';

const project = join(__dirname, '..', '..', '..');
const bundle = join(project, '.cache', 'run', 'scripts-read.cjs');
const accounts = join('test', 'fixtures', 'other-bank', 'accounts.json');

const read = () =>
	new Promise<string>((resolve, reject) => {
		const script = ['scripts/run-typescript.mjs', 'scripts/read.ts'];
		const child = spawn(process.execPath, [...script, 'berlin-group', 'accounts', accounts], {
			cwd: project,
		});
		let printed = '';
		child.stdout.on('data', (text) => (printed += String(text)));
		child.once('error', reject);
		child.once('close', () => resolve(printed));
	});

it('replaces the bundle of a run beside it and never writes into it', async () => {
	const [first = ''] = await Promise.all([read(), read(), read()]);
	expect(JSON.parse(first)).toHaveProperty('items');
	const { ino } = statSync(bundle);
	expect(await read()).toBe(first);
	expect(statSync(bundle).ino).not.toBe(ino);
});
