import { mt940 } from '../../../lib/banks/standards/mt940';

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
		[':25:1\n:60F:C260230EUR1,00', ':60F: in line 2'],
		[':25:1\n:60F:C260101EUR1,00\n:61:nonsense', ':61: in line 3'],
		[':25:1\n:60F:C260101EUR1,00\n:61:2602300230C1,00NTRFX', ':61: in line 3'],
		[':25:1\n:61:2601300130C1,00NTRFX', ':60F:'],
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
});
