import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { ExportAccount, ExportSource } from '../../../lib/export';
import { account, exported, Memory, row, sourceOf } from './support/exported';
import { writeOfx } from '../../../lib/export/ofx';

const ofxOf = async (source: ExportSource) => (await exported('ofx', source)).toString();

const parser = new XMLParser({
	parseTagValue: false,
	ignorePiTags: false,
	isArray: (name) => ['STMTTRNRS', 'CCSTMTTRNRS', 'STMTTRN'].includes(name),
});

const statementsOf = (xml: string) => {
	expect(XMLValidator.validate(xml)).toBe(true);
	return parser.parse(xml).OFX.BANKMSGSRSV1.STMTTRNRS;
};

const balances = [
	{ type: 'interimBooked', amount: '100.00', currency: 'EUR', referenceDate: '2026-03-31' },
	{ type: 'interimAvailable', amount: '90.00', currency: 'EUR' },
];
const toy = (rows: Parameters<typeof account>[0], fields: Partial<ExportAccount> = {}) =>
	account(rows, {
		account: {
			accountId: 'a-1',
			iban: 'DE89370400440532013000',
			bic: 'TOYBDEFFXXX',
			currency: 'EUR',
		},
		balances,
		...fields,
	});

describe('OFX 2.2', () => {
	it('says in GMT when it was made', async () => {
		const xml = await ofxOf(sourceOf([toy([row()])], { madeAt: '2026-03-31T23:30:00.000-04:00' }));
		expect(xml).toContain('<DTSERVER>20260401033000</DTSERVER>');
	});

	it('is XML with the header of its version, a statement and its balances', async () => {
		const xml = await ofxOf(
			sourceOf(
				[
					toy([
						row({
							id: 'v1:abc',
							bookingDate: '2026-03-31',
							valueDate: '2026-04-01',
							transactionDate: '2026-03-30',
							counterpartyName: 'Toy <Grocer> & Söner',
							text: 'Invoice 1',
							reference: 'RF18539007547034',
						}),
						row({ id: 'v1:def', amount: '5.00' }),
					]),
				],
				{ period: { from: '2026-03-01', to: '2026-03-31' } },
			),
		);
		expect(xml).toMatch(
			/^<\?xml version="1\.0" encoding="UTF-8" standalone="no"\?>\n<\?OFX OFXHEADER="200" VERSION="220" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"\?>\n<OFX>/,
		);
		expect(statementsOf(xml)).toMatchObject([
			{
				TRNUID: '1',
				STMTRS: {
					CURDEF: 'EUR',
					BANKACCTFROM: {
						BANKID: 'TOYBDEFF',
						ACCTID: 'DE89370400440532013000',
						ACCTTYPE: 'CHECKING',
					},
					BANKTRANLIST: {
						DTSTART: '20260301',
						DTEND: '20260331',
						STMTTRN: [
							{
								TRNTYPE: 'DEBIT',
								DTPOSTED: '20260331',
								DTUSER: '20260330',
								DTAVAIL: '20260401',
								TRNAMT: '-12.50',
								FITID: 'v1:abc',
								REFNUM: 'RF18539007547034',
								NAME: 'Toy <Grocer> & Söner',
								MEMO: 'Invoice 1',
							},
							{ TRNTYPE: 'CREDIT', TRNAMT: '5.00', FITID: 'v1:def' },
						],
					},
					LEDGERBAL: { BALAMT: '100.00', DTASOF: '20260331' },
					AVAILBAL: { BALAMT: '90.00', DTASOF: '20260331' },
				},
			},
		]);
	});

	it('gives each currency a statement of its own', async () => {
		const dollars = { type: 'closingBooked', amount: '1.00', currency: 'USD' };
		const rows = [row(), row({ currency: 'USD' }), row()];
		const statements = statementsOf(
			await ofxOf(sourceOf([toy(rows, { balances: [...balances, dollars] })])),
		);
		expect(statements).toMatchObject([
			{ STMTRS: { CURDEF: 'EUR', BANKTRANLIST: { STMTTRN: [{}, {}] } } },
			{ STMTRS: { CURDEF: 'USD', BANKTRANLIST: { STMTTRN: [{}] } } },
		]);
	});

	it('keeps names, memos and account ids within their lengths', async () => {
		const long = row({ counterpartyName: 'n'.repeat(99), text: '😀'.repeat(300) });
		const [statement] = statementsOf(
			await ofxOf(
				sourceOf([
					toy([long], {
						account: { accountId: 'a', iban: 'SE3550000000054910000003', currency: 'EUR' },
					}),
				]),
			),
		);
		const [only] = statement.STMTRS.BANKTRANLIST.STMTTRN;
		expect(only.NAME).toHaveLength(32);
		expect([...only.MEMO]).toHaveLength(255);
		expect(statement.STMTRS.BANKACCTFROM.ACCTID).toBe('50000000054910000003');
	});

	it('gives rows without an id different ones', async () => {
		const bare = { amount: '1.00', currency: 'EUR', date: '2026-03-31' };
		const [statement] = statementsOf(await ofxOf(sourceOf([toy([bare, bare])])));
		const ids = statement.STMTRS.BANKTRANLIST.STMTTRN.map(({ FITID }: { FITID: string }) => FITID);
		expect(new Set(ids).size).toBe(2);
	});

	it('leaves pending rows out and says how many', async () => {
		const source = sourceOf([toy([row({ status: 'pending' }), row()])]);
		expect(await writeOfx(source, new Memory())).toEqual({ rows: 1, accounts: 1, leftOut: 1 });
	});

	it('is refused without a booked balance or a date', async () => {
		await expect(ofxOf(sourceOf([toy([row()], { balances: [] })]))).rejects.toMatchObject({
			code: 'invalid-input',
			details: { field: 'balances' },
		});
		const noDate = { amount: '1.00', currency: 'EUR' };
		await expect(ofxOf(sourceOf([toy([noDate])]))).rejects.toMatchObject({
			code: 'invalid-input',
			details: { field: 'date' },
		});
	});

	it('has no two rows of one FITID, in the whole file', async () => {
		const twins = [row({ id: 'v1:a' }), row({ id: 'v1:a' }), row({ id: 'v1:a.2' })];
		const named = [row({ id: undefined, bankId: 'B' }), row({ id: undefined, bankId: 'B' })];
		const xml = await ofxOf(sourceOf([toy([...twins, ...named]), toy([row({ id: 'v1:a' })])]));
		const ids = [...xml.matchAll(/<FITID>([^<]*)</g)].map(([, id]) => id);
		expect(ids).toEqual(['v1:a', 'v1:a.2', 'v1:a.2.2', 'B', 'B.2', 'v1:a.3']);
	});

	it('gives a row without an id the same FITID in every file', async () => {
		const bare = { amount: '1.00', currency: 'EUR', date: '2026-03-31', text: 'Toy' };
		const idIn = async (rows: Parameters<typeof account>[0]) =>
			/<FITID>([^<]*)<\/FITID><MEMO>Toy/.exec(await ofxOf(sourceOf([toy(rows)])))?.[1];
		const id = await idIn([bare]);
		expect(id).toMatch(/^[0-9a-f]{32}$/);
		expect(await idIn([row(), bare])).toBe(id);
	});

	it('states cards as card accounts, behind all others', async () => {
		const card = { accountId: 'c', maskedPan: '123456******1234', currency: 'EUR' };
		const debt = [{ type: 'interimBooked', amount: '-250.00', currency: 'EUR' }];
		const xml = await ofxOf(
			sourceOf([
				toy([row({ amount: '-50.00' })], { account: card, balances: debt }),
				toy([row()]),
				toy([row()], { account: { ...card, iban: 'X1', type: 'CARD' }, balances: debt }),
			]),
		);
		expect(statementsOf(xml)).toHaveLength(1);
		expect(parser.parse(xml).OFX.CREDITCARDMSGSRSV1.CCSTMTTRNRS).toMatchObject([
			{
				CCSTMTRS: {
					CURDEF: 'EUR',
					CCACCTFROM: { ACCTID: '123456******1234' },
					BANKTRANLIST: { STMTTRN: [{ TRNAMT: '-50.00' }] },
					LEDGERBAL: { BALAMT: '-250.00' },
				},
			},
			{ CCSTMTRS: { CCACCTFROM: { ACCTID: 'X1' } } },
		]);
		expect(xml.indexOf('CREDITCARDMSGSRSV1')).toBeGreaterThan(xml.indexOf('</BANKMSGSRSV1>'));
	});

	it('has no part for accounts of a kind that there is none of', async () => {
		const card = { accountId: 'c', maskedPan: '123456******1234', currency: 'EUR' };
		expect(await ofxOf(sourceOf([toy([row()], { account: card })]))).not.toContain('<BANKMSGSRSV1');
		expect(await ofxOf(sourceOf([toy([row()])]))).not.toContain('<CREDITCARDMSGSRSV1');
		expect(await ofxOf(sourceOf([]))).toMatch(/<\/SIGNONMSGSRSV1><\/OFX>/);
	});

	it('puts a blank where a line ends', async () => {
		const xml = await ofxOf(
			sourceOf([toy([row({ counterpartyName: 'Toy\nGrocer', text: 'one\r\n  two\u2028three' })])]),
		);
		expect(xml).toContain('<NAME>Toy Grocer</NAME><MEMO>one two three</MEMO>');
	});

	it('leaves out one of several accounts that has no booked balance, and says what to do', async () => {
		const card = { accountId: 'c', name: 'Gold', maskedPan: '123456******1234', currency: 'EUR' };
		const without = toy([row(), row()], { account: card, balances: [] });
		const sink = new Memory();
		const source = sourceOf([without, toy([row()])]);
		expect(await writeOfx(source, sink)).toEqual({
			rows: 1,
			accounts: 1,
			leftOut: 2,
			remarks: [expect.stringMatching(/^Gold · .*1234 · EUR: left out in EUR\..*Excel or CSV/)],
		});
		expect(statementsOf(sink.bytes.toString())).toHaveLength(1);
		const items = { ...sourceOf([without]), isOfItems: true };
		await expect(writeOfx(items, new Memory())).rejects.toMatchObject({
			message: expect.stringContaining('Gold · ') as string,
			details: { nextStep: expect.stringContaining('PSD2 Balances') as string },
		});
	});
});
