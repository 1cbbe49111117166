import { mt940 } from '../../../lib/reading/mt940';

const statement = [
	'{1:F01TESTSESSXXXX0000000000}{4:',
	':20:STATEMENT',
	':25:DE09000000000000000001EUR',
	':28C:1/1',
	':60F:C260129EUR1000,00',
	':61:2601300130D249,90N026EREF-1//BANK-1',
	'Groceries',
	':86:166?00SEPA?20EREF+E-1?21SVWZ+Thank you ?22for shopping',
	'?30TESTDEFF?31DE79000000000000000002?32Example?33 Groceries',
	':61:2601310131CR31000,NTRFNONREF',
	':86:Salary',
	'January',
	':61:2512310101RC5,5NMSC0815//NONREF',
	':61:2601010101RD1,25NMSC0815',
	':61:2601311231C7,00S103X',
	':62F:C260131EUR31745,85',
	':64:D260131EUR12,',
	':65:C260201EUR1,00',
	'-}',
].join('\r\n');

const withoutRaw = (rows: readonly { readonly raw: unknown }[]) =>
	rows.map(({ raw: _raw, ...told }) => told);

describe('MT940', () => {
	it('gives the account with its currency', () => {
		expect(mt940.accounts(statement)).toMatchObject([
			{ iban: 'DE09000000000000000001', currency: 'EUR', resourceId: 'DE09000000000000000001EUR' },
		]);
	});

	it('gives balances of every kind, signed', () => {
		expect(withoutRaw(mt940.balances(statement))).toEqual([
			{
				type: 'openingBooked',
				bankType: '60F',
				amount: { amount: '1000.00', currency: 'EUR' },
				referenceDate: '2026-01-29',
			},
			{
				type: 'closingBooked',
				bankType: '62F',
				amount: { amount: '31745.85', currency: 'EUR' },
				referenceDate: '2026-01-31',
			},
			{
				type: 'closingAvailable',
				bankType: '64',
				amount: { amount: '-12', currency: 'EUR' },
				referenceDate: '2026-01-31',
			},
			{
				type: 'forwardAvailable',
				bankType: '65',
				amount: { amount: '1.00', currency: 'EUR' },
				referenceDate: '2026-02-01',
			},
		]);
	});

	it('gives every line, with the information that follows it', () => {
		const [groceries, salary, reversedCredit, reversedDebit, newYear] =
			mt940.transactions(statement);
		expect(groceries).toMatchObject({
			bankId: 'BANK-1',
			status: 'booked',
			amount: { amount: '-249.90', currency: 'EUR' },
			bookingDate: '2026-01-30',
			valueDate: '2026-01-30',
			counterparty: {
				name: 'Example Groceries',
				iban: 'DE79000000000000000002',
				source: ':86:?32',
			},
			text: 'Thank you for shopping',
			endToEndId: 'E-1',
			bankTransactionCode: 'N026',
		});
		expect(salary).toMatchObject({
			amount: { amount: '31000' },
			text: 'Salary January',
			lines: ['Salary', 'January'],
		});
		expect(salary?.bankId).toBeUndefined();
		expect(salary?.endToEndId).toBeUndefined();
		expect(reversedCredit).toMatchObject({
			amount: { amount: '-5.5' },
			valueDate: '2025-12-31',
			bookingDate: '2026-01-01',
		});
		expect(reversedCredit?.bankId).toBeUndefined();
		expect(reversedDebit).toMatchObject({ amount: { amount: '1.25' } });
		expect(newYear).toMatchObject({ valueDate: '2026-01-31', bookingDate: '2025-12-31' });
	});

	it.each([
		['', ':25:'],
		['hello', ':25:'],
		[':25:\n:60F:C260101EUR1,00', ':25: in line 1'],
		[':25:1\n:60F:nonsense', ':60F: in line 2'],
		[':25:1\n:60F:C260101EUR1,00\n:61:261330D1,00NTRFX', ':61: in line 3'],
		[':25:1\n:60F:C260101EUR1,00\n:61:2613300130C1,00NTRFX', ':61: in line 3'],
		[':25:1\n:60F:C260101EUR1,00\n:61:2602270230C1,00NTRFX', ':61: in line 3'],
		[':25:1\n:60F:C260101EUR1,00\n:61:nonsense', ':61: in line 3'],
		[':25:1\n:60F:C260101EUR1,00\n:61:2602300230C1,00NTRFX', ':61: in line 3'],
		[':25:1\n:61:2601300130C1,00NTRFX', ':60F:'],
		[':25:1\n:60F:C260101EUR1.234', ':60F: in line 2'],
	])('refuses %j, naming %s', (text, field) => {
		const read = () => [mt940.accounts(text), mt940.balances(text), mt940.transactions(text)];
		expect(read).toThrow(
			expect.objectContaining({
				code: 'unreadable-answer',
				details: expect.objectContaining({ field }) as unknown,
			}) as Error,
		);
	});

	it('takes a letter before the amount for a funds code and E for an expected entry', () => {
		const text = ':25:1\n:34F:EURD0,\n:61:260130EDR1,00NTRFX';
		expect(mt940.transactions(text)).toMatchObject([
			{ status: 'pending', amount: { amount: '-1.00' }, bookingDate: '2026-01-30' },
		]);
	});

	it('keeps the statements of a file apart, each with its currency', () => {
		const text = [
			':20:A',
			':25:TESTDEFF/DE09000000000000000001/EUR',
			':60F:C260129EUR1,00',
			':61:260130    D65,00NOVBDE79000000000000000002',
			':62F:C260130EUR1,00',
			'-}{5:{MAC:00000000}}',
			'0000 01TESTDEFFXXXX00001',
			':940:',
			':20:B',
			':25:20041010050500013026',
			':60F:C260129USD1,00',
			':61:2601300130C2,00NTRFKREF+',
			':86:Rent',
			':86:of May',
			'-XXX',
			'940 00',
			':20:C',
			':25:20041010050500013026',
			':60F:C260130USD3,00',
			':62F:C260130USD3,00',
			'-',
		].join('\n');
		expect(mt940.accounts(text)).toMatchObject([
			{ iban: 'DE09000000000000000001', currency: 'EUR' },
			{ bban: '20041010050500013026', currency: 'USD' },
		]);
		expect(mt940.balances(text)).toHaveLength(5);
		const [paid, received] = mt940.transactions(text);
		expect(paid).toMatchObject({
			amount: { amount: '-65.00', currency: 'EUR' },
			bookingDate: '2026-01-30',
		});
		expect(paid?.endToEndId).toBeUndefined();
		expect(received).toMatchObject({
			amount: { amount: '2.00', currency: 'USD' },
			text: 'Rent of May',
			lines: ['Rent', 'of May'],
		});
		expect(received?.endToEndId).toBeUndefined();
		expect(mt940.transactions(text, 'DE79000000000000000002')).toHaveLength(1);
	});

	const told = (information: string, line = '2601300130D1,00NTRFNONREF') =>
		mt940.transactions(`:25:1\n:60F:C260101EUR1,00\n:61:${line}\n${information}`)[0];

	it.each([
		[
			'subfields on lines of their own',
			':86:229\n?00TRANSFER\n?20Rent of\n?21 May\n?32Example',
			{ text: 'Rent of May', counterparty: { name: 'Example', source: ':86:?32' } },
		],
		[
			"a Polish bank's sign, without a code",
			':86:>20Czynsz>31DE79000000000000000002>32Przyklad',
			{ text: 'Czynsz', counterparty: { name: 'Przyklad', iban: 'DE79000000000000000002' } },
		],
		[
			"another one's sign, and the IBAN under 38",
			':86:020~00VE~20Czynsz~3100000002~32Przyklad~38DE79000000000000000002',
			{ text: 'Czynsz', counterparty: { name: 'Przyklad', iban: 'DE79000000000000000002' } },
		],
		[
			'empty subfields as PKO BP fills them',
			':86:020~00152\n~20Czynsz\n~21˙\n~22ÿ\n~32Przyklad\n~33˙\n~60˙',
			{ text: 'Czynsz', lines: ['Czynsz'], counterparty: { name: 'Przyklad' } },
		],
		[
			'Dutch words',
			':86:/TRTP/SEPA/CSID/NL00ZZZ/NAME/Voorbeeld Bouw en Verbouw en Voorbee\nld Zoon/MARF/M-1/REMI/Huur/IBAN/DE79000000000000000002/EREF/E-1',
			{
				text: 'Huur',
				counterparty: {
					name: 'Voorbeeld Bouw en Verbouw en Voorbeeld Zoon',
					iban: 'DE79000000000000000002',
					source: ':86:/NAME/',
				},
				endToEndId: 'E-1',
				mandateId: 'M-1',
				creditorId: 'NL00ZZZ',
			},
		],
		[
			"ING's words for the other party",
			':86:/EREF/E-1//CNTP/DE79000000000000000002/TESTDEFF/Voorbeeld BV///REMI/USTD//Huur mei/',
			{
				text: 'Huur mei',
				counterparty: { name: 'Voorbeeld BV', iban: 'DE79000000000000000002' },
				endToEndId: 'E-1',
			},
		],
		['a structured reference', ':86:/CNTP////X/REMI/STRD/CUR/9000123/', { reference: '9000123' }],
		[
			'SEPA keywords without subfields',
			':86:EREF+E-1\nSVWZ+Miete',
			{ text: 'Miete', endToEndId: 'E-1' },
		],
		['what a bank of its own lists in between', ':NS:22ANNA\n23Anna\n:86:Rent', { text: 'Rent' }],
	])('reads %s', (_name, information, expected) => {
		expect(told(information)).toMatchObject(expected);
	});

	it("finds Rabobank's account of the other party under the line", () => {
		const row = told(
			':86:/BENM//NAME/Voorbeeld/REMI//ISDT/2026-01-30',
			'260130D000000000025,00N102EREF            \nDE79000000000000000002',
		);
		expect(row).toMatchObject({
			amount: { amount: '-25.00' },
			counterparty: { name: 'Voorbeeld', iban: 'DE79000000000000000002' },
		});
		expect(row?.text).toBeUndefined();
	});

	it.each([
		['260130C 5,50NTRFX', '5.50'],
		['260130D\n5,50NTRFX', '-5.50'],
		['260130C,50NTRFX', '0.50'],
	])('reads the amount of %j', (line, amount) => {
		expect(told('', line)).toMatchObject({ amount: { amount, currency: 'EUR' } });
	});

	it("takes the statement's currency for a balance without one", () => {
		const text = ':25:1\n:60F:C260101EUR1,00\n:62F:C260102105000,00';
		expect(mt940.balances(text)).toMatchObject([
			{ amount: { amount: '1.00', currency: 'EUR' } },
			{ amount: { amount: '105000.00', currency: 'EUR' }, referenceDate: '2026-01-02' },
		]);
		expect(() => mt940.balances(':25:1\n:62F:C260102105000,00')).toThrow(/currency/);
	});

	it('takes a blank before the type', () => {
		expect(told('', '2103310331C50,00 NTRFNONREF')).toMatchObject({
			amount: { amount: '50.00' },
			bankTransactionCode: 'NTRF',
		});
	});

	it('takes a type with blanks, and points between thousands', () => {
		expect(told('', '2601300130DF1.234,00S   X')).toMatchObject({
			amount: { amount: '-1234.00' },
			bankTransactionCode: 'S   ',
		});
	});

	it('takes what stands between pages for a balance only where none closes the statement', () => {
		const page = ':25:1\n:60F:C260101EUR1,00\n:62M:C260102EUR2,00';
		expect(mt940.balances(page)).toMatchObject([
			{ type: 'openingBooked' },
			{ type: 'interimBooked', bankType: '62M' },
		]);
		expect(mt940.balances(`${page}\n:60M:C260102EUR2,00\n:62F:C260102EUR3,00`)).toMatchObject([
			{ type: 'openingBooked' },
			{ type: 'other', bankType: '62M' },
			{ type: 'other', bankType: '60M' },
			{ type: 'closingBooked' },
		]);
		const closedBefore = ':25:1\n:62F:C260101EUR1,00\n:25:1\n:62M:C260102EUR2,00';
		expect(mt940.balances(closedBefore)).toMatchObject([
			{ type: 'closingBooked' },
			{ type: 'interimBooked', bankType: '62M' },
		]);
	});
});
