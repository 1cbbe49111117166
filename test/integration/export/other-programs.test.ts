import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import {
	type ExportAccount,
	type ExportFormatKey,
	type ExportSource,
	exportTo,
	type TransactionLike,
} from '../../../lib/export';
import { DecimalSum } from '../../../lib/export/decimal-sum';
import { settle } from '../../../lib/outcome';
import { account, Memory, row, sourceOf } from '../../unit/export/support/exported';

/*
 * Our statement files in programs that aren't ours: what they read is what was written. The programs of Debian
 * (packages ofx and aqbanking-tools) are asked where they are installed, those of npm everywhere.
 */

jest.setTimeout(120_000);

const run = promisify(execFile);
const folder = mkdtempSync(path.join(tmpdir(), 'psd2-other-programs-'));
const has = { ofxdump: false, 'aqbanking-cli': false };

beforeAll(async () => {
	has.ofxdump = 'value' in (await settle(run('ofxdump', ['--version'])));
	has['aqbanking-cli'] = 'value' in (await settle(run('aqbanking-cli', ['versions'])));
	for (const [program, isHere] of Object.entries(has)) {
		if (!isHere) process.stdout.write(`${program} is not here: it reads no export.\n`);
	}
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const day = (index: number) => `2026-03-${String((index % 31) + 1).padStart(2, '0')}`;

const payments = Array.from({ length: 120 }, (_, index) =>
	row({
		id: `v1:${String(Math.floor(index / 2)).padStart(32, '0')}`,
		date: day(index),
		bookingDate: day(index),
		valueDate: day(index + (index % 3)),
		amount: (((index * 7919) % 200_001) / 100 - 900).toFixed(2),
		counterpartyName: index % 4 === 0 ? 'Söhne & Töchter Gesellschaft für Röstung mbH' : 'Kim Test',
		counterpartyIban: index % 2 === 0 ? 'NL91ABNA0417164300' : undefined,
		text: `Rechnung ${index}\nAbschlag für ${'Strom und Gas '.repeat(index % 9)}50 %`,
		endToEndId: index % 5 === 0 ? `E2E-${index}-${'7'.repeat(20)}` : undefined,
		mandateId: index % 10 === 0 ? `M-${index}` : undefined,
	}),
);
const reserved = row({ amount: '-99.00', status: 'pending', date: undefined, text: 'Reserved' });
const balanceOf = (amount: string) => [
	{ type: 'interimBooked', amount, currency: 'EUR', referenceDate: '2026-03-31' },
];
const giro: ExportAccount = account([...payments, reserved], {
	account: { accountId: 'a-1', iban: 'DE89370400440532013000', currency: 'EUR', name: 'Giro' },
	balances: balanceOf('1234.56'),
});
const card: ExportAccount = account(
	[row({ amount: '-50.00', text: '-5% Rabatt\nzweite Zeile', counterpartyName: 'Café' }), reserved],
	{
		account: { accountId: 'a-2', maskedPan: '123456******1234', currency: 'EUR', type: 'CARD' },
		balances: balanceOf('-250.00'),
	},
);
const source = sourceOf([giro, card], { period: { from: '2026-03-01' } });
const booked = [...payments, ...rowsOf(card)].filter(({ status }) => status === 'booked');
const sum = (amounts: readonly string[]) => Number(DecimalSum.of(...amounts).toString());
const net = sum(booked.map(({ amount }) => amount));

function rowsOf({ transactions }: ExportAccount): readonly TransactionLike[] {
	return (transactions as readonly (readonly TransactionLike[])[]).flat();
}

async function fileOf(format: ExportFormatKey, from: ExportSource = source): Promise<string> {
	const sink = new Memory();
	const result = await exportTo(format, from, sink);
	expect(result).toEqual({ rows: booked.length, accounts: 2, leftOut: 2 });
	const file = path.join(folder, `statement.${format}`);
	writeFileSync(file, sink.bytes);
	return file;
}

/** Runs a reader of npm in a process of its own, for one of them is no CommonJS, and gives what it read. */
async function readBy(code: string, file: string): Promise<unknown> {
	const module = `import { readFileSync } from 'node:fs';
		const text = readFileSync(process.argv[1], 'utf8'); ${code}`;
	const { stdout } = await run(process.execPath, ['--input-type=module', '-e', module, file], {
		maxBuffer: 64 * 1024 * 1024,
	});
	return JSON.parse(stdout) as unknown;
}

const distinct = (values: readonly string[]) => new Set(values).size;
const fieldsIn = (text: string, pattern: RegExp) =>
	[...text.matchAll(pattern)].map(([, value = '']) => value.trim());

describe('OFX', () => {
	it('is read by libofx: each row once, the card as a card, the sums', async () => {
		if (!has.ofxdump) return;
		const { stdout } = await run('ofxdump', [await fileOf('ofx')], { maxBuffer: 64 * 1024 * 1024 });
		const amounts = fieldsIn(stdout, /Total money amount: (.*)/g);
		expect(amounts).toEqual(booked.map(({ amount }) => amount));
		const ids = fieldsIn(stdout, /ID for this transaction: (.*)/g);
		expect(distinct(ids)).toBe(booked.length);
		expect(fieldsIn(stdout, /Account type: (.*)/g)).toEqual(['CHECKING', 'CREDITCARD']);
		expect(fieldsIn(stdout, /Ledger balance: (.*)/g)).toEqual(['1234.56', '-250.00']);
		expect(fieldsIn(stdout, /\(memo\): (.*)/g).at(-1)).toBe('-5% Rabatt zweite Zeile');
	});

	it('is read by ofx-js', async () => {
		const code = `import { parse } from 'ofx-js'; console.log(JSON.stringify(await parse(text)));`;
		const { OFX } = (await readBy(code, await fileOf('ofx'))) as { readonly OFX: Ofx };
		const rows = OFX.BANKMSGSRSV1.STMTTRNRS.STMTRS.BANKTRANLIST.STMTTRN;
		expect(rows.map(({ TRNAMT }) => TRNAMT)).toEqual(payments.map(({ amount }) => amount));
		expect(distinct(rows.map(({ FITID }) => FITID))).toBe(payments.length);
		expect(OFX.CREDITCARDMSGSRSV1.CCSTMTTRNRS.CCSTMTRS).toMatchObject({
			CCACCTFROM: { ACCTID: '123456******1234' },
			BANKTRANLIST: { STMTTRN: { TRNAMT: '-50.00', MEMO: '-5% Rabatt zweite Zeile' } },
		});
	});

	it('is read by AqBanking', async () => {
		if (!has['aqbanking-cli']) return;
		const rows = await importedBy('ofx', 'default', await fileOf('ofx'));
		expect(sum(rows.map(({ value }) => value))).toBe(net);
		expect(distinct(rows.map(({ fiid }) => fiid))).toBe(booked.length);
		expect(rows.at(-1)).toMatchObject({ name: 'Café', purpose: '-5% Rabatt zweite Zeile' });
	});
});

interface Ofx {
	readonly BANKMSGSRSV1: {
		readonly STMTTRNRS: {
			readonly STMTRS: {
				readonly BANKTRANLIST: {
					readonly STMTTRN: readonly { readonly TRNAMT: string; readonly FITID: string }[];
				};
			};
		};
	};
	readonly CREDITCARDMSGSRSV1: { readonly CCSTMTTRNRS: { readonly CCSTMTRS: unknown } };
}

describe('MT940', () => {
	it('is read by mt940js, which adds the rows to the opening balance: structured, every row', async () => {
		const code = `import mt940 from 'mt940js'; console.log(JSON.stringify(new mt940.Parser().parse(text)));`;
		const statements = (await readBy(code, await fileOf('mt940'))) as readonly Mt940Statement[];
		expect(statements.map(({ closingBalance }) => closingBalance)).toEqual([1234.56, -250]);
		const rows = statements.flatMap(({ transactions }) => transactions);
		expect(rows.map(({ amount }) => amount)).toEqual(booked.map(({ amount }) => Number(amount)));
		rows.forEach(({ structuredDetails, details }, index) => {
			expect(structuredDetails?.gvc).toMatch(/^(?:105|116|166|171)$/);
			if (booked[index]?.endToEndId !== undefined) expect(details).toMatch(/^1\d\d\?20EREF\+E2E-/);
			expect(details).toMatch(/\?2\dSVWZ\+/);
		});
	});

	it('is read by AqBanking: names, ids, texts', async () => {
		if (!has['aqbanking-cli']) return;
		const rows = await importedBy('swift', 'fints940', await fileOf('mt940'));
		expect(rows.map(({ value }) => Number(value))).toEqual(
			booked.map(({ amount }) => Number(amount)),
		);
		rows.forEach((read, index) => {
			const { endToEndId, mandateId, counterpartyIban, counterpartyName } = booked[index] ?? {};
			expect(read).toMatchObject({
				endToEndId: endToEndId ?? '',
				mandateId: mandateId ?? '',
				iban: counterpartyIban ?? '',
				date: booked[index]?.date?.replaceAll('-', ''),
			});
			if (counterpartyName === 'Kim Test') expect(read.name).toBe('Kim Test');
			expect(read.purpose).toMatch(
				index < payments.length ? /^Rechnung \d+ Abschlag/ : /Rabatt zweite Zeile/,
			);
		});
	});
});

interface Mt940Statement {
	readonly closingBalance: number;
	readonly transactions: readonly {
		readonly amount: number;
		readonly details: string;
		readonly structuredDetails?: { readonly gvc: string };
	}[];
}

describe('camt.053', () => {
	it('is read by AqBanking, as far as its older version of the format goes', async () => {
		if (!has['aqbanking-cli']) return;
		const rows = await importedBy('xml', 'camt_053_001_04', await fileOf('camt053'));
		expect(rows.map(({ value }) => Number(value))).toEqual(
			booked.map(({ amount }) => Number(amount)),
		);
		expect(rows.map(({ date }) => date)).toEqual(
			booked.map(({ date = '' }) => date.replaceAll('-', '')),
		);
	});
});

interface Imported {
	readonly date: string;
	readonly value: string;
	readonly name: string;
	readonly iban: string;
	readonly purpose: string;
	readonly endToEndId: string;
	readonly mandateId: string;
	readonly fiid: string;
}

const columns = {
	date: '$(date)',
	value: '$(valueAsString)',
	name: '$(remoteName)',
	iban: '$(remoteIban)',
	purpose: '$(purpose)',
	endToEndId: '$(endToEndReference)',
	mandateId: '$(mandateId)',
	fiid: '$(fiid)',
};

async function importedBy(
	importer: string,
	profile: string,
	file: string,
): Promise<readonly Imported[]> {
	const home = mkdtempSync(path.join(folder, 'home-'));
	const context = path.join(home, 'context');
	const aqbanking = (...words: readonly string[]) =>
		run('aqbanking-cli', [`--cfgdir=${home}`, '-n', ...words, '-c', context], {
			env: { PATH: process.env['PATH'], HOME: home, LC_ALL: 'C.UTF-8' },
			maxBuffer: 64 * 1024 * 1024,
		});
	await aqbanking('import', `--importer=${importer}`, `--profile=${profile}`, '-f', file);
	const { stdout } = await aqbanking(
		'listtrans',
		`--template=${Object.values(columns).join('\t')}`,
	);
	return stdout
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => {
			const cells = line.split('\t');
			const entries = Object.keys(columns).map((name, index) => [name, cells[index] ?? '']);
			return Object.fromEntries(entries) as Imported;
		});
}
