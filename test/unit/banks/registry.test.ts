import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { banks } from '../../../lib/banks';

const root = path.join(__dirname, '..', '..', '..');

const sourcesIn = (folder: string): readonly string[] =>
	readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => path.posix.join(folder, name.replaceAll('\\', '/')));

const contentOf = (file: string) => readFileSync(path.join(root, file), 'utf8');

const spoken: ReadonlySet<ts.SyntaxKind> = new Set([
	ts.SyntaxKind.Identifier,
	ts.SyntaxKind.StringLiteral,
	ts.SyntaxKind.NoSubstitutionTemplateLiteral,
	ts.SyntaxKind.TemplateHead,
	ts.SyntaxKind.TemplateMiddle,
	ts.SyntaxKind.TemplateTail,
]);

/** Names and texts of a source, without its comments. */
function wordsOf(source: string): readonly string[] {
	const words: string[] = [];
	const visit = (node: ts.Node): void => {
		if (spoken.has(node.kind)) words.push((node as ts.Identifier | ts.LiteralLikeNode).text);
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest));
	return words;
}

const camel = (id: string) => id.replace(/-(.)/g, (_dash, letter: string) => letter.toUpperCase());

/** A bank's id or name as a word of its own, also as an identifier. */
const patterns = banks.map(({ id, name }) => {
	const spellings = [id, name, camel(id)].map((text) => text.replace(/[()]/g, '\\$&'));
	return { id, pattern: new RegExp(`(?<![\\w-])(?:${spellings.join('|')})(?![\\w-])`, 'i') };
});

const mentionsIn = (source: string): readonly string[] =>
	patterns.flatMap(({ id, pattern }) =>
		wordsOf(source).some((word) => pattern.test(word)) ? [id] : [],
	);

describe('the registry of banks', () => {
	const files = readdirSync(path.join(root, 'lib/banks')).filter((name) => name.endsWith('.ts'));

	it('lists every file of lib/banks, under its id', () => {
		const listed = banks.map(({ id }) => `${id}.ts`);
		expect(files.filter((name) => name !== 'index.ts').sort()).toEqual(listed.sort());
	});

	it('is made of profiles alone', () => {
		const others = files.filter(
			(name) => !contentOf(`lib/banks/${name}`).includes('satisfies BankProfile'),
		);
		expect(others).toEqual(['index.ts']);
	});

	it('has every bank that can be reached in the suite of all banks', () => {
		const untried = banks.filter(
			({ id, typed }) =>
				typed === undefined && !existsSync(path.join(root, `test/banks/suite/${id}.test.ts`)),
		);
		expect(untried.map(({ id }) => id)).toEqual([]);
	});

	it('names no bank in code outside its own files', () => {
		// Where the forms of answers are listed, a bank's own is called as the bank.
		const listsOfForms = ['lib/standards/index.ts', 'lib/reading/family.ts', 'lib/banks/index.ts'];
		const own = (file: string, id: string) =>
			file === `lib/banks/${id}.ts` ||
			file.startsWith(`lib/banks/${id}/`) ||
			file.startsWith(`lib/standards/${id}/`);
		const strays = ['lib', 'nodes', 'credentials'].flatMap(sourcesIn).flatMap((file) =>
			listsOfForms.includes(file)
				? []
				: mentionsIn(contentOf(file))
						.filter((id) => !own(file, id))
						.map((id) => `${file} names ${id}`),
		);
		expect(strays).toEqual([]);
	});

	it('would see one', () => {
		const [bank] = banks;
		if (bank === undefined) throw new Error('there is no bank');
		expect(mentionsIn(`if (id === '${bank.id}') work();`)).toEqual([bank.id]);
		expect(mentionsIn(`say(\`${bank.name} is down\`);`)).toEqual([bank.id]);
		expect(mentionsIn(`use(${camel(bank.id)});`)).toEqual([bank.id]);
		expect(mentionsIn(`/** As ${bank.name} does. */ // ${bank.id}`)).toEqual([]);
	});
});
