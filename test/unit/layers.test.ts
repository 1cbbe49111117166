import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(__dirname, '..', '..');

const sourcesIn = (folder: string): readonly string[] =>
	readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => path.posix.join(folder, name.replaceAll('\\', '/')));

/** What a file imports, relative paths resolved against the project's root. */
const importsOf = (file: string): readonly string[] => {
	const text = readFileSync(path.join(root, file), 'utf8');
	return [...text.matchAll(/(?:from|import|require)\s*\(?\s*'([^']+)'/g)].map(([, name = '']) =>
		name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name,
	);
};

const offenders = (folder: string, forbidden: (imported: string, file: string) => boolean) =>
	sourcesIn(folder).flatMap((file) =>
		importsOf(file)
			.filter((imported) => forbidden(imported, file))
			.map((imported) => `${file} imports ${imported}`),
	);

const startsWith =
	(...folders: readonly string[]) =>
	(imported: string) =>
		folders.some((folder) => imported === folder || imported.startsWith(`${folder}/`));

describe('the arrows of docs/architecture.md', () => {
	it('keeps n8n out of lib, so that everything below the seam runs and is tested without it', () => {
		const n8n = startsWith('n8n-workflow', 'n8n-core', 'lib/n8n', 'nodes', 'credentials');
		expect(
			offenders('lib', (imported, file) => !file.startsWith('lib/n8n/') && n8n(imported)),
		).toEqual([]);
	});

	it('keeps banks pure: a profile that cannot do I/O needs no mocks', () => {
		const above = startsWith(
			'axios',
			'p-retry',
			'lib/client',
			'lib/store',
			'lib/audit',
			'lib/login',
			'lib/export',
			'lib/config',
			'lib/http/http',
			'lib/http/send',
			'lib/http/retry',
		);
		expect(
			['lib/banks', 'lib/standards', 'lib/profile', 'lib/reading'].flatMap((folder) =>
				offenders(folder, above),
			),
		).toEqual([]);
	});

	it('keeps banks apart: one can be deleted without touching another', () => {
		const list = new Set(
			importsOf('lib/banks/index.ts').filter((name) => name.startsWith('lib/banks/')),
		);
		const isBank = (file: string) => list.has(file.replace(/\.ts$/, ''));
		expect(list.size).toBeGreaterThan(1);
		expect(offenders('lib/banks', (imported, file) => isBank(file) && isBank(imported))).toEqual(
			[],
		);
	});

	it('hands the client its profile: a client that looks banks up would close a circle', () => {
		const registry = (imported: string) =>
			imported === 'lib/banks' || imported === 'lib/banks/index';
		expect(offenders('lib', registry)).toEqual([]);
	});

	it('keeps models at the bottom', () => {
		const above = startsWith(
			'lib/banks',
			'lib/standards',
			'lib/profile',
			'lib/reading',
			'lib/client',
			'lib/store',
			'lib/login',
			'lib/export',
		);
		expect(offenders('lib/models', above)).toEqual([]);
	});

	it('knows exceljs in one folder only, so that it loads when an export runs', () => {
		expect(
			[
				...offenders('lib', startsWith('exceljs')),
				...offenders('nodes', startsWith('exceljs')),
			].filter((line) => !line.startsWith('lib/export/')),
		).toEqual([]);
	});

	it('does not publish the sandbox: the package never imports it', () => {
		expect(offenders('lib', startsWith('sandbox', 'test'))).toEqual([]);
		expect(offenders('nodes', startsWith('sandbox', 'test'))).toEqual([]);
	});

	it('keeps the sandbox apart from lib: two mistakes that agree would look like one truth', () => {
		expect(offenders('sandbox', startsWith('lib', 'nodes', 'credentials', 'test'))).toEqual([]);
	});
});
