import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The installer must run before anything is installed, so it is plain ES modules: each case is a process. */
function evaluate(module: string, expression: string, path = process.env['PATH']): unknown {
	const file = JSON.stringify(`file://${join(process.cwd(), 'scripts/install', module)}`);
	const program = `
		const module = await import(${file});
		let result;
		try { result = (${expression})(module) ?? 'fine'; } catch (error) { result = error.message; }
		process.stdout.write(JSON.stringify(result));`;
	const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
		env: { ...process.env, PATH: path },
	});
	return JSON.parse(printed.toString());
}

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'psd2-install-'));
});

afterEach(() => {
	rmSync(folder, { recursive: true, force: true });
});

describe('what the machine must have', () => {
	const require = (expression: string, path?: string) =>
		evaluate('requirements.mjs', expression, path);

	it('takes Node 20 and refuses an older one with the way to a newer one', () => {
		expect(require("(m) => m.requireNode('20.0.0')")).toBe('fine');
		expect(require("(m) => m.requireNode('18.19.1')")).toMatch(
			/This is Node 18\.19\.1; Node 20 or newer .* https:\/\/nodejs\.org/,
		);
	});

	it('says where npm comes from when it is missing', () => {
		expect(require('(m) => m.requireNpm()', folder)).toMatch(
			/npm was not found\. It comes with Node/,
		);
	});

	it('says how much disk is needed and how much there is', () => {
		const place = JSON.stringify(folder);
		expect(require(`(m) => m.requireDisk(${place}, 0, 'n8n')`)).toBe('fine');
		expect(require(`(m) => m.requireDisk(${place}, 1e9, 'n8n')`)).toMatch(
			/n8n needs about 1000000000 GB .* has [\d.]+ GB left\. Free some space/,
		);
	});

	it('names every missing tool of the compiler', () => {
		expect(require('(m) => m.missingCompilerTools()', folder)).toEqual([
			'make',
			'a C++ compiler',
			'Python 3',
		]);
	});
});

describe('when packages are installed again', () => {
	interface Entry {
		version: string;
		optional?: boolean;
	}
	const write = (file: string, packages: Record<string, Entry>) =>
		writeFileSync(join(folder, file), JSON.stringify({ packages }));
	const isStale = () => evaluate('packages.mjs', `(m) => m.isStale(${JSON.stringify(folder)})`);

	beforeEach(() => {
		mkdirSync(join(folder, 'node_modules'));
		write('package-lock.json', {
			'': { version: '1.0.0' },
			'node_modules/a': { version: '1.2.3' },
			'node_modules/only-on-a-mac': { version: '4.5.6', optional: true },
		});
	});

	it('is when nothing is installed', () => {
		expect(isStale()).toBe(true);
	});

	it('is not when all fits, optional packages of other machines aside', () => {
		write('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.2.3' } });
		expect(isStale()).toBe(false);
	});

	it('is when a version differs or a package is missing', () => {
		write('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.2.2' } });
		expect(isStale()).toBe(true);
		write('node_modules/.package-lock.json', {});
		expect(isStale()).toBe(true);
	});
});
