import { camt } from '../../../lib/reading/camt';

const own = 'DE09000000000000000001';
const other = 'DE79000000000000000002';

const document = (entries: string, account = `<Id><IBAN>${own}</IBAN></Id><Ccy>EUR</Ccy>`) =>
	`<Document><BkToCstmrStmt><Stmt><Acct>${account}</Acct>${entries}</Stmt></BkToCstmrStmt></Document>`;

interface Entry {
	readonly amount?: string;
	readonly indicator?: string;
	readonly more?: string;
	readonly details?: string;
}

const entry = ({
	amount = '<Amt Ccy="EUR">12.50</Amt>',
	indicator = 'DBIT',
	...rest
}: Entry = {}) =>
	`<Ntry>${amount}${indicator && `<CdtDbtInd>${indicator}</CdtDbtInd>`}<Sts><Cd>BOOK</Cd></Sts>
	<BookgDt><Dt>2026-01-30</Dt></BookgDt>${rest.more ?? ''}<NtryDtls>${rest.details ?? '<TxDtls/>'}</NtryDtls></Ntry>`;

const rowOf = (fields: Entry, account?: string) =>
	camt.transactions(document(entry(fields), account))[0];

const details = (inside: string) => `<TxDtls>${inside}</TxDtls>`;
const amounts = (inside: string) => details(`<AmtDtls>${inside}</AmtDtls>`);

describe('what was paid where another amount was booked', () => {
	const foreign = '<Amt Ccy="USD">13.75</Amt>';
	const booked = '<Amt Ccy="EUR">12.50</Amt>';
	const exchange = '<CcyXchg><SrcCcy>USD</SrcCcy><XchgRate>1.1000</XchgRate></CcyXchg>';

	it.each([
		['InstdAmt', amounts(`<InstdAmt>${foreign}${exchange}</InstdAmt><TxAmt>${booked}</TxAmt>`)],
		['TxAmt', amounts(`<TxAmt>${foreign}${exchange}</TxAmt>`)],
		[
			'TxAmt beside an own InstdAmt',
			amounts(`<InstdAmt>${booked}</InstdAmt><TxAmt>${foreign}${exchange}</TxAmt>`),
		],
		['CntrValAmt', amounts(`<CntrValAmt>${foreign}${exchange}</CntrValAmt>`)],
		[
			'the amount of the details',
			details(`${foreign}<AmtDtls><TxAmt>${booked}${exchange}</TxAmt></AmtDtls>`),
		],
	])('stands in %s', (_where, written) => {
		expect(rowOf({ details: written })).toMatchObject({
			amount: { amount: '-12.50', currency: 'EUR' },
			instructedAmount: { amount: '13.75', currency: 'USD' },
			exchangeRate: '1.1000',
			remarks: undefined,
		});
	});

	it('stands in the entry where it has no details', () => {
		const more = `<AmtDtls><TxAmt>${foreign}${exchange}</TxAmt></AmtDtls>`;
		expect(rowOf({ more, details: '' })).toMatchObject({
			instructedAmount: { amount: '13.75', currency: 'USD' },
			exchangeRate: '1.1000',
		});
	});

	it('is nothing where the amounts are the same', () => {
		const same = amounts(`<InstdAmt>${booked}</InstdAmt><TxAmt>${booked}</TxAmt>`);
		expect(rowOf({ details: same })?.instructedAmount).toBeUndefined();
	});

	it.each([
		['<TxAmt><Amt Ccy="USD">much</Amt></TxAmt>', 'AmtDtls.TxAmt.Amt'],
		['<TxAmt><Amt Ccy="dollars">1</Amt></TxAmt>', 'AmtDtls.TxAmt.Amt'],
		[
			'<TxAmt><Amt Ccy="EUR">12.50</Amt><CcyXchg><XchgRate>?</XchgRate></CcyXchg></TxAmt>',
			'AmtDtls.TxAmt.CcyXchg.XchgRate',
		],
	])('costs only itself where it can’t be read: %s', (written, field) => {
		expect(rowOf({ details: amounts(written) })).toMatchObject({
			amount: { amount: '-12.50' },
			instructedAmount: undefined,
			exchangeRate: undefined,
			remarks: [`${field} can't be read and is left out`],
		});
	});
});

describe('an entry that came back', () => {
	const side = (name: 'Cdtr' | 'Dbtr', party: string, iban?: string) =>
		`<${name}><Pty><Nm>${party}</Nm></Pty></${name}>` +
		(iban === undefined ? '' : `<${name}Acct><Id><IBAN>${iban}</IBAN></Id></${name}Acct>`);
	const parties = (...sides: readonly string[]) => `<RltdPties>${sides.join('')}</RltdPties>`;
	const ours = parties(side('Cdtr', 'Our Club'), side('Dbtr', 'Member Test', other));
	const unnumbered = parties(side('Cdtr', 'Our Club'), side('Dbtr', 'Member Test'));
	const reason = '<RtrInf><Rsn><Cd>MD06</Cd></Rsn><AddtlInf>Refund requested</AddtlInf></RtrInf>';

	it.each([
		['a reversal', { more: '<RvslInd>true</RvslInd>', details: details(ours) }],
		[
			'a reversal without numbers',
			{ more: '<RvslInd>true</RvslInd>', details: details(unnumbered) },
		],
		['a return', { details: details(unnumbered + reason) }],
		[
			'its code',
			{
				more: '<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>IDDT</Cd><SubFmlyCd>UPDD</SubFmlyCd></Fmly></Domn></BkTxCd>',
				details: details(unnumbered),
			},
		],
		[
			'its text',
			{ details: details(`${unnumbered}<RmtInf><Ustrd>Ruecklastschrift Januar</Ustrd></RmtInf>`) },
		],
	])('has its parties in their first roles: %s', (_what, fields) => {
		expect(rowOf(fields)).toMatchObject({
			amount: { amount: '-12.50' },
			counterparty: { name: 'Member Test' },
		});
	});

	it('has them in their own where nothing came back', () => {
		expect(rowOf({ more: '<RvslInd>false</RvslInd>', details: details(unnumbered) })).toMatchObject(
			{
				counterparty: { name: 'Our Club' },
			},
		);
	});

	it('keeps the amount that was first paid, and the reason', () => {
		const written = details(
			`<AmtDtls><InstdAmt><Amt Ccy="EUR">9.50</Amt></InstdAmt></AmtDtls>${ours}` +
				`<RmtInf><Ustrd>Fee 2026</Ustrd></RmtInf>${reason}`,
		);
		expect(rowOf({ details: written })).toMatchObject({
			amount: { amount: '-12.50' },
			instructedAmount: { amount: '9.50', currency: 'EUR' },
			text: 'Fee 2026 MD06 Refund requested',
			lines: ['Fee 2026', 'MD06 Refund requested'],
		});
		expect(rowOf({ details: details(reason) })?.text).toBe('MD06 Refund requested');
	});

	it('is booked the way that its indicator says', () => {
		const more = '<RvslInd>true</RvslInd>';
		expect(rowOf({ indicator: 'CRDT', more })).toMatchObject({ amount: { amount: '12.50' } });
		expect(rowOf({ indicator: 'DBIT', more })).toMatchObject({ amount: { amount: '-12.50' } });
	});
});

describe('the direction of an entry', () => {
	const parts = (...indicators: readonly string[]) =>
		indicators.map((each) => details(`<CdtDbtInd>${each}</CdtDbtInd>`)).join('');

	it('is the entry’s, whatever its parts say', () => {
		const row = rowOf({ indicator: 'CRDT', details: parts('DBIT') });
		expect(row).toMatchObject({ amount: { amount: '12.50' } });
	});

	it('is that of all its parts where the entry has none', () => {
		const row = rowOf({ indicator: '', details: parts('DBIT', 'DBIT') });
		expect(row).toMatchObject({ amount: { amount: '-12.50' } });
	});

	it('is what the parties show where nothing else does', () => {
		const paid =
			`<RltdPties><Dbtr><Nm>Us</Nm></Dbtr><DbtrAcct><Id><IBAN>${own}</IBAN></Id></DbtrAcct>` +
			`<Cdtr><Nm>Kim Test</Nm></Cdtr><CdtrAcct><Id><IBAN>${other}</IBAN></Id></CdtrAcct></RltdPties>`;
		expect(rowOf({ indicator: '', details: details(paid) })).toMatchObject({
			amount: { amount: '-12.50' },
			counterparty: { name: 'Kim Test' },
		});
	});

	it.each([
		['none', ''],
		['parts that differ', parts('DBIT', 'CRDT')],
	])('is refused by name where there is %s', (_what, written) => {
		expect(() => rowOf({ indicator: '', details: written })).toThrow(
			expect.objectContaining({
				details: expect.objectContaining({
					field: 'Document.BkToCstmrStmt.Stmt[0].Ntry[0].CdtDbtInd',
				}) as unknown,
			}) as Error,
		);
	});
});

describe('camt as it is written', () => {
	it('has a value date that no calendar has, and says so', () => {
		const [row, next] = camt.transactions(
			document(entry({ more: '<ValDt><Dt>2026-02-30</Dt></ValDt>' }) + entry()),
		);
		expect(row).toMatchObject({
			bookingDate: '2026-01-30',
			valueDate: '2026-02-28',
			remarks: ['ValDt: 2026-02-30 is no day of the calendar and is read as 2026-02-28'],
		});
		expect(next?.remarks).toBeUndefined();
		const balance = `<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt>1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-02-30</Dt></Dt></Bal>`;
		expect(camt.balances(document(balance))).toMatchObject([
			{
				amount: { amount: '1.00', currency: 'EUR' },
				referenceDate: '2026-02-28',
				remarks: [expect.stringContaining('Dt: 2026-02-30') as string],
			},
		]);
	});

	it('leaves the currency to the account, else to the balances', () => {
		const amount = '<Amt>12.50</Amt>';
		expect(rowOf({ amount })).toMatchObject({ amount: { currency: 'EUR' } });
		const balance = '<Bal><Amt Ccy="CHF">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>';
		const xml = document(balance + entry({ amount }), `<Id><IBAN>${own}</IBAN></Id>`);
		expect(camt.transactions(xml)).toMatchObject([{ amount: { currency: 'CHF' } }]);
	});

	it('has blanks around its words, and statuses of the bank’s own', () => {
		const written = entry({ indicator: '\n DBIT ' }).replace(
			'<Cd>BOOK</Cd>',
			'<Prtry> pending </Prtry>',
		);
		expect(camt.transactions(document(written))).toMatchObject([
			{ status: 'pending', amount: { amount: '-12.50' } },
		]);
	});

	it('stands in a gateway’s envelope, behind a mark and blanks', () => {
		const wrapped = `\ufeff\n<e:Envelope xmlns:e="x"><e:Body>${document(entry())}</e:Body></e:Envelope>`;
		expect(camt.transactions(wrapped)).toHaveLength(1);
	});

	it('never names the holder, who may be told by name alone', () => {
		const account = `<Id><Othr><Id>0042</Id></Othr></Id><Ccy>EUR</Ccy><Ownr><Pty><Nm>Our Club</Nm></Pty></Ownr>`;
		const paid = `<RltdPties><Cdtr><Nm>OUR CLUB</Nm></Cdtr><Dbtr><Nm>Kim Test</Nm></Dbtr></RltdPties>`;
		expect(rowOf({ details: details(paid) }, account)).toMatchObject({
			counterparty: { name: 'Kim Test' },
		});
	});

	it('has as many entities as there are rows', () => {
		const text = details('<RmtInf><Ustrd>A &amp; B &lt;C&gt; &#228;</Ustrd></RmtInf>');
		const rows = camt.transactions(document(entry({ details: text }).repeat(3000)));
		expect(rows).toHaveLength(3000);
		expect(rows.at(-1)?.text).toBe('A & B <C> ä');
	});
});
