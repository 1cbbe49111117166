import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';

const root = path.join(__dirname, '..', '..', '..');

/** Run in a process of its own: a zone is a process's, and jest has started in its machine's. */
const program = `
import { berlinGroup } from './lib/standards/berlin-group';
import { mt940 } from './lib/reading/mt940';
import { dateAt } from './lib/models/dates';
const row = (date) => ({ bookingDate: date, transactionAmount: { amount: '1', currency: 'EUR' } });
const dates = ['2026-03-29', '2026-10-25T00:00:00', '2026-01-01T00:30:00+14:00', '2026-12-31T23:30:00-11:00'];
const body = { transactions: { booked: dates.map(row) } };
const parameters = { account: { resourceId: '1' }, bookingStatus: 'booked' };
const page = berlinGroup.transactions.read({ status: 200, headers: {}, body }, parameters);
const statement = ':20:X\\n:25:1\\n:60F:C251231EUR1,00\\n:61:2512310101C1,00NTRFNONREF\\n:62F:C260101EUR2,00';
console.log(JSON.stringify([
	...page.items.map(({ date }) => date),
	...mt940.transactions(statement).map(({ date, valueDate }) => [date, valueDate]),
	dateAt(Date.parse('2026-07-01T00:00:00+02:00'), 'Europe/Oslo'),
	new Date(2026, 0, 1).getTimezoneOffset(),
]));
`;

describe.each([
	['Pacific/Kiritimati', -840],
	['Pacific/Pago_Pago', 660],
	['Europe/Stockholm', -60],
])('in %s', (zone, offset) => {
	const folder = mkdtempSync(path.join(tmpdir(), 'time-zone-'));
	afterAll(() => rmSync(folder, { recursive: true }));

	it('no date moves', () => {
		const bundle = path.join(folder, 'program.cjs');
		buildSync({
			stdin: { contents: program, resolveDir: root, loader: 'ts' },
			outfile: bundle,
			bundle: true,
			platform: 'node',
		});
		const run = spawnSync(process.execPath, [bundle], {
			encoding: 'utf8',
			env: { ...process.env, TZ: zone },
		});
		expect(run.stderr).toBe('');
		expect(JSON.parse(run.stdout)).toEqual([
			'2026-03-29',
			'2026-10-25',
			'2026-01-01',
			'2026-12-31',
			['2026-01-01', '2025-12-31'],
			'2026-07-01',
			offset,
		]);
	});
});
