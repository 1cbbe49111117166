import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The scripts are plain ES modules. */
function evaluate(module: string, expression: string): unknown {
	const file = JSON.stringify(`file://${join(process.cwd(), 'scripts/calendar', module)}`);
	const program = `
		const module = await import(${file});
		let result;
		try { result = (${expression})(module); } catch (error) { result = error.message; }
		process.stdout.write(JSON.stringify(result));`;
	const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', program]);
	return JSON.parse(printed.toString());
}

describe('libfaketime', () => {
	const find = (folder: string) =>
		evaluate('faketime.mjs', `(m) => m.findFaketime([${JSON.stringify(folder)}])`);
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'psd2-faketime-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	it('is found where Debian puts it, whatever the machine is', () => {
		const place = join(folder, 'x86_64-linux-gnu', 'faketime');
		mkdirSync(place, { recursive: true });
		writeFileSync(join(place, 'libfaketimeMT.so.1'), '');
		expect(find(folder)).toBe(join(place, 'libfaketimeMT.so.1'));
	});

	it('is asked for by its package where it is missing', () => {
		expect(find(folder)).toMatch(/libfaketime was not found: .* apt-get install faketime/);
	});

	it('moves the clock to the moment, forwards or backwards', () => {
		const offset = (at: string) =>
			evaluate(
				'faketime.mjs',
				`(m) => {
					const { FAKETIME } = m.environmentAt({ at: ${JSON.stringify(at)}, zone: 'UTC' }, 'library');
					return [FAKETIME, Date.now() / 1000 + Number(FAKETIME) - Date.parse(${JSON.stringify(at)}) / 1000];
				}`,
			) as [string, number];
		for (const [at, sign] of [
			['2100-02-28T12:00:00Z', '+'],
			['2001-12-31T23:59:00Z', '-'],
		] as const) {
			const [written, off] = offset(at);
			expect(written).toMatch(new RegExp(`^\\${sign}\\d+$`));
			expect(Math.abs(off)).toBeLessThan(5);
		}
	});
});

it('the tests that CI runs at other moments are those that speak of days and read the clock', () => {
	const found = evaluate('date-tests.mjs', '(m) => m.dateTests()') as string[];
	const names = found.map((file) => file.split('/test/')[1]);
	expect(names).toContain('integration/nodes/excel-export.test.ts');
	expect(names).toContain('integration/nodes/calendars.test.ts');
	expect(names).not.toContain('unit/sync/period.test.ts');
});
