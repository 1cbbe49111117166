import { camt } from '../../../lib/reading/camt';

const entry = (inner: string, sign = 'DBIT') =>
	`<Ntry><Amt Ccy="EUR">12.50</Amt><CdtDbtInd>${sign}</CdtDbtInd>${inner}</Ntry>`;

const statement = (entries: string, iban = 'DE09000000000000000001') => `<Stmt>
	<Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>EUR</Ccy><Ownr><Nm>Testa Exempel</Nm></Ownr>
	<Svcr><FinInstnId><BICFI>TESTDEFF</BICFI></FinInstnId></Svcr></Acct>
	<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><CdtLine><Incl>false</Incl></CdtLine>
	<Amt Ccy="EUR">31.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Dt><Dt>2026-01-31</Dt></Dt></Bal>${entries}</Stmt>`;

const document = (...statements: readonly string[]) =>
	`<?xml version="1.0"?><n:Document xmlns:n="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><n:BkToCstmrStmt>${statements.join('')}</n:BkToCstmrStmt></n:Document>`;

const detailed = `<NtryRef>1</NtryRef><Sts><Cd>BOOK</Cd></Sts><BookgDt><DtTm>2026-01-30T23:59:59-11:00</DtTm></BookgDt>
	<ValDt><Dt>2026-01-31</Dt></ValDt><AcctSvcrRef>BANK-1</AcctSvcrRef>
	<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
	<NtryDtls><TxDtls><Refs><EndToEndId>E-1</EndToEndId><MndtId>NOTPROVIDED</MndtId></Refs>
	<AmtDtls><InstdAmt><Amt Ccy="USD">13.75</Amt></InstdAmt><TxAmt><Amt Ccy="EUR">12.50</Amt><CcyXchg><XchgRate>1.1</XchgRate></CcyXchg></TxAmt></AmtDtls>
	<RltdPties><Dbtr><Pty><Nm>Testa Exempel</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>DE09000000000000000001</IBAN></Id></DbtrAcct>
	<Cdtr><Pty><Nm>A &amp; B &lt;Ltd&gt;</Nm></Pty></Cdtr><CdtrAcct><Id><Othr><Id>0042</Id></Othr></Id></CdtrAcct></RltdPties>
	<RmtInf><Ustrd>one</Ustrd><Ustrd>two</Ustrd><Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls>`;

describe('camt.053', () => {
	it('gives the account', () => {
		expect(camt.accounts(document(statement('')))).toMatchObject([
			{
				iban: 'DE09000000000000000001',
				currency: 'EUR',
				bic: 'TESTDEFF',
				ownerName: 'Testa Exempel',
			},
		]);
	});

	it('gives signed balances', () => {
		expect(camt.balances(document(statement('')))).toMatchObject([
			{
				type: 'closingBooked',
				bankType: 'CLBD',
				amount: { amount: '-31.00', currency: 'EUR' },
				referenceDate: '2026-01-31',
				creditLimitIncluded: false,
			},
		]);
	});

	it('reads everything an entry says', () => {
		const [row] = camt.transactions(document(statement(entry(detailed))));
		expect(row).toMatchObject({
			bankId: 'BANK-1',
			status: 'booked',
			amount: { amount: '-12.50', currency: 'EUR' },
			date: '2026-01-30',
			valueDate: '2026-01-31',
			counterparty: { name: 'A & B <Ltd>', bban: '0042', source: 'Cdtr.Nm' },
			text: 'one two',
			lines: ['one', 'two'],
			reference: 'RF18539007547034',
			endToEndId: 'E-1',
			bankTransactionCode: 'PMNT-ICDT-ESCT',
			instructedAmount: { amount: '13.75', currency: 'USD' },
			exchangeRate: '1.1',
		});
		expect(row?.mandateId).toBeUndefined();
	});

	it('reads a bare entry, a reserved one and a batch as one row each', () => {
		const batch = `<Sts>BOOK</Sts><NtryDtls><TxDtls/><TxDtls/></NtryDtls><AddtlNtryInf>Batch of 2</AddtlNtryInf>`;
		const rows = camt.transactions(
			document(statement(entry('<Sts>PDNG</Sts>') + entry(batch, 'CRDT'))),
		);
		expect(rows).toMatchObject([
			{ status: 'pending', amount: { amount: '-12.50' } },
			{ status: 'booked', amount: { amount: '12.50' }, text: 'Batch of 2' },
		]);
	});

	it("reads one account's entries of a file with several, or all", () => {
		const file = document(statement(entry('')), statement(entry(''), 'DE79000000000000000002'));
		expect(camt.transactions(file)).toHaveLength(2);
		expect(camt.transactions(file, 'DE79000000000000000002')).toHaveLength(1);
	});

	it.each([
		['no XML', 'hello'],
		['broken XML', '<Document><BkToCstmrStmt>'],
		['another document', '<Document><Other/></Document>'],
		[
			'entities of its own',
			'<!DOCTYPE x [<!ENTITY a "b">]><Document><BkToCstmrStmt><Stmt/></BkToCstmrStmt></Document>',
		],
		['no amount', document(statement('<Ntry><CdtDbtInd>DBIT</CdtDbtInd></Ntry>'))],
		['no currency', document('<Stmt><Ntry><Amt>1</Amt><CdtDbtInd>DBIT</CdtDbtInd></Ntry></Stmt>')],
		['an unknown direction', document(statement(entry('', 'SIDE')))],
		['no real date', document(statement(entry('<BookgDt><Dt>2026-02-30</Dt></BookgDt>')))],
	])('refuses %s', (_name, xml) => {
		expect(() => camt.transactions(xml)).toThrow(
			expect.objectContaining({ code: 'unreadable-answer' }) as Error,
		);
	});
});
