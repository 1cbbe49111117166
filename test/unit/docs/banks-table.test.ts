import { readFileSync } from 'node:fs';
import path from 'node:path';
import { banks } from '../../../lib/banks';
import { withBanksTable } from '../../../scripts/banks/table';

const readme = readFileSync(path.join(__dirname, '..', '..', '..', 'README.md'), 'utf8');

it("README's table of banks is what npm run banks writes", () => {
	expect(readme).toBe(withBanksTable(readme, banks));
});

it('names every bank, how to log in, and what it takes', () => {
	for (const { name, docs } of banks) {
		expect(readme).toContain(`| ${name}`);
		expect(readme).toContain(docs.url);
	}
	expect(() => withBanksTable('no table here', banks)).toThrow('README.md has no');
});
