import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { hostVariable, variables } from '../../../lib/config/variables';

const root = resolve(__dirname, '../../..');
const read = (path: string) => readFileSync(path, 'utf8');
const markdownIn = (folder: string) =>
	readdirSync(join(root, folder))
		.filter((name) => name.endsWith('.md'))
		.map((name) => join(root, folder, name));
const documents = ['.', 'docs', 'docs/decisions', 'examples']
	.flatMap(markdownIn)
	.map((path): [string, string] => [relative(root, path), read(path)]);

/** What `npm start` and the browser tests read; n8n does not. */
const ofScripts = new Set(['PSD2_START_PORT', 'PSD2_START_BANK_PORT', 'PSD2_CHROMIUM']);

const all = (text: string, pattern: RegExp) =>
	[...text.matchAll(pattern)].map(([, found = '']) => found);

/** As GitHub makes them. */
const anchorsOf = (text: string) =>
	all(text, /^#+ (.+)$/gm).map((title) =>
		title
			.toLowerCase()
			.replaceAll(/[^\p{L}\p{N} _-]/gu, '')
			.replaceAll(' ', '-'),
	);

describe.each(documents)('%s', (name, text) => {
	it('names settings that there are', () => {
		const unknown = all(text, /\b(PSD2_[A-Z0-9_]+)\b/g).filter(
			(word) => !(word in variables) && !hostVariable.test(word) && !ofScripts.has(word),
		);
		// Patterns such as PSD2_<BANK>_… stop at their bracket.
		expect(unknown.filter((word) => !word.endsWith('_'))).toEqual([]);
	});

	it('names commands that there are', () => {
		const { scripts } = JSON.parse(read(join(root, 'package.json'))) as { scripts: object };
		const unknown = all(text, /npm run (?:-s )?([\w:-]+)/g).filter((word) => !(word in scripts));
		expect(unknown).toEqual([]);
	});

	it('leads to files and headings that there are', () => {
		const broken = all(text, /\]\(([^)\s]+)\)/g).filter((link) => {
			if (/^(?:https?|mailto):/.test(link)) return false;
			const [path = '', anchor] = link.split('#');
			const file = path === '' ? join(root, name) : join(root, dirname(name), path);
			if (!existsSync(file)) return true;
			return anchor !== undefined && !anchorsOf(read(file)).includes(anchor);
		});
		expect(broken).toEqual([]);
	});
});

it('the README names every setting that an administrator has to decide on', () => {
	const readme = read(join(root, 'README.md'));
	const unnamed = Object.keys(variables).filter((word) => !readme.includes(word));
	expect(unnamed).toEqual([]);
});
