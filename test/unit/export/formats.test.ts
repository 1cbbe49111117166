import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { exportFormats, exportTo, type ExportFormatKey } from '../../../lib/export';
import { account, madeAt, Memory, row, sourceOf } from './support/exported';

const folder = path.join(__dirname, '../../../lib/export');
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
	.filter((name) => name.endsWith('.ts'))
	.map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }));

describe('the formats', () => {
	it.each(Object.entries(exportFormats))('%s has an ending and a MIME type', (_key, format) => {
		expect(format.extension).toMatch(/^[a-z0-9]+$/);
		expect(format.mimeType).toMatch(/^[a-z]+\/[-+.a-z0-9]+(; charset=utf-8)?$/);
		expect(format.name).not.toBe('');
	});

	it.each(Object.keys(exportFormats) as ExportFormatKey[])(
		'%s tells how many rows and accounts it wrote, and ends the sink',
		async (key) => {
			const balances = [
				{ type: 'interimBooked', amount: '1.00', currency: 'EUR', referenceDate: '2026-03-31' },
			];
			const source = sourceOf([account([row(), row()], { balances }), account([], { balances })], {
				period: { from: '2026-03-01' },
			});
			const sink = new Memory();
			expect(await exportTo(key, source, sink)).toEqual({ rows: 2, accounts: 2, leftOut: 0 });
			expect(sink.writableFinished).toBe(true);
			expect(sink.bytes.length).toBeGreaterThan(0);
		},
	);

	it('write the same text twice from the same rows', async () => {
		const balances = [{ type: 'interimBooked', amount: '1.00', currency: 'EUR' }];
		const rows = [row({ text: 'same' })];
		for (const key of ['csv', 'camt053', 'ofx', 'mt940'] as const) {
			const written = async () => {
				const sink = new Memory();
				const period = { from: '2026-03-01' };
				await exportTo(key, sourceOf([account(rows, { balances })], { period, madeAt }), sink);
				return sink.bytes.toString();
			};
			expect(await written()).toBe(await written());
		}
	});
});

describe('loading', () => {
	it('keeps exceljs in one file, and that file out of n8n’s start', () => {
		const naming = (pattern: RegExp) =>
			sources.filter(({ text }) => pattern.test(text)).map(({ name }) => name);
		expect(naming(/from 'exceljs'/)).toEqual(['excel.ts']);
		expect(naming(/^import (?!type)[^;]*from '\.{1,2}\/excel'/m)).toEqual([]);
	});
});
