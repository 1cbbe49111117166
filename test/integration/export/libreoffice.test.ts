import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { DecimalSum } from '../../../lib/export/decimal-sum';
import type { ExportSource } from '../../../lib/export';
import { settle } from '../../../lib/outcome';
import { account, exported, row, sourceOf } from '../../unit/export/support/exported';
import { readWorkbook, type ReadWorkbook } from '../../unit/export/support/workbook';

jest.setTimeout(180_000);

const run = promisify(execFile);
let folder: string;
let hasLibreOffice = false;

beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'psd2-libreoffice-'));
	hasLibreOffice = 'value' in (await settle(run('soffice', ['--version'])));
	if (!hasLibreOffice) {
		process.stdout.write('LibreOffice (soffice) is not here: no workbook is opened in it.\n');
	}
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** LibreOffice shows the results in the file unless it is told to calculate. */
const calculateAnew = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>`;

/** The workbook as LibreOffice saves it once it has calculated every formula. */
async function savedByLibreOffice(source: ExportSource): Promise<ReadWorkbook> {
	const profile = path.join(folder, 'profile');
	const saved = path.join(folder, 'saved');
	mkdirSync(path.join(profile, 'user'), { recursive: true });
	writeFileSync(path.join(profile, 'user', 'registrymodifications.xcu'), calculateAnew);
	writeFileSync(path.join(folder, 'book.xlsx'), await exported('xlsx', source));
	await run('soffice', [
		`-env:UserInstallation=file://${profile}`,
		'--headless',
		'--convert-to',
		'xlsx',
		'--outdir',
		saved,
		path.join(folder, 'book.xlsx'),
	]);
	return readWorkbook(readFileSync(path.join(saved, 'book.xlsx')));
}

const amounts = Array.from({ length: 3000 }, (_, index) =>
	(((index * 7919) % 2_000_001) / 100 - 10_000).toFixed(2),
);

describe('a workbook in LibreOffice', () => {
	it('adds up to what the rows add up to, when LibreOffice calculates', async () => {
		if (!hasLibreOffice) return;
		const euros = amounts.map((amount) => row({ amount }));
		const mixed = [
			row({ amount: '0.10' }),
			row({ amount: '-700', currency: 'JPY' }),
			row({ amount: '0.20' }),
		];
		const book = await savedByLibreOffice(
			sourceOf([
				account(euros),
				account(mixed, { account: { accountId: 'a-2', name: "Kim's Söner & Döttrar" } }),
			]),
		);
		expect(book.names).toEqual(['Summary', 'Toy account', 'Kim’s Söner & Döttrar']);
		const net = Number(DecimalSum.of(...amounts).toString());
		const sheet = book.rows('Toy account');
		const total = (rows: readonly (readonly unknown[])[], label: string) =>
			rows.find(([first]) => first === label)?.find((value) => typeof value === 'number');
		const sumOf = (wanted: (amount: string) => boolean) =>
			Number(DecimalSum.of(...amounts.filter(wanted)).toString());
		expect(total(sheet, 'Total')).toBe(net);
		expect(total(sheet, 'Money in')).toBe(sumOf((amount) => !amount.startsWith('-')));
		expect(total(sheet, 'Money out')).toBe(sumOf((amount) => amount.startsWith('-')));
		const second = book.rows('Kim’s Söner & Döttrar');
		expect(total(second, 'Total EUR')).toBe(0.3);
		expect(total(second, 'Total JPY')).toBe(-700);
		const summary = book
			.rows('Summary')
			.find(([label, , , currency]) => label === 'Total' && currency === 'EUR');
		expect(summary?.[10]).toBe(Number(DecimalSum.of(...amounts, '0.30').toString()));
	});

	it('opens on the summary, text that looks like a formula is text, and nothing is an error', async () => {
		if (!hasLibreOffice) return;
		const texts = ['=1+1', '@SUM(A1)', '-1', 'å <&> "😀"', '_x0041_', 'x'.repeat(32_767)];
		const book = await savedByLibreOffice(sourceOf([account(texts.map((text) => row({ text })))]));
		const written = book.rows('Toy account').slice(1, texts.length + 1);
		expect(written.map((cells) => cells[2])).toEqual(texts);
		expect(book.part('xl/workbook.xml')).toMatch(/<workbookView[^>]*activeTab="0"/);
		for (const name of book.names) {
			expect(book.rows(name).flat().filter(isError)).toEqual([]);
		}
	});
});

const isError = (value: unknown): boolean => typeof value === 'string' && /^(#|Err:)/.test(value);
