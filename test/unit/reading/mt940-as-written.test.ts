import { mt940 } from '../../../lib/reading/mt940';

/** A statement with the lines, each a field 61 and what follows it. */
const statementOf = (...lines: readonly string[]) =>
	[':20:TEST', ':25:DE09000000000000000001', ':28C:1/1', ':60F:C260129EUR1000,00']
		.concat(lines, ':62F:C260131EUR1000,00', '-', '')
		.join('\n');
const line = ':61:2601300130D1,00NTRFNONREF';
const rowsOf = (...lines: readonly string[]) => mt940.transactions(statementOf(...lines));

describe('a field of MT940', () => {
	it.each([
		[':25:08 Karte 12', /T10:25:08 Karte 12/],
		[':28:30', /T10:28:30/],
		[':20:15 Uhr', /T10:20:15 Uhr/],
		[':13:59', /T10:13:59/],
		[':62:00', /T10:62:00/],
		[':60F:laut Vertrag', /T10:60F:laut Vertrag/],
		[':61:ohne Datum', /T10:61:ohne Datum/],
		[':64:Hausnummer', /T10:64:Hausnummer/],
		['-', /T10 -$/],
	])('goes on with a line of its text that begins with %j', (inside, text) => {
		const rows = rowsOf(line, ':86:106?00KARTE?20SVWZ+Laden 30-01-2026T10', inside, line, ':86:x');
		expect(rows).toHaveLength(2);
		expect(rows[0]?.text).toMatch(text);
		const file = statementOf(line, ':86:T10', inside);
		expect(mt940.accounts(file)).toHaveLength(1);
		expect(mt940.balances(file)).toHaveLength(2);
	});

	it.each([
		':20:NEXT\n:25:DE79000000000000000002\n:28C:1\n:60F:C260129EUR1,00',
		'-\n:20:NEXT\n:25:DE79000000000000000002\n:60F:C260129EUR1,00',
		':20:NEXT\n:21:X\n:25:DE79000000000000000002\n:28C:1\n:60F:C260129EUR1,00',
		':25:DE79000000000000000002\n:28C:1\n:60F:C260129EUR1,00',
	])('ends where another statement begins with %j', (next) => {
		expect(mt940.accounts(statementOf(line, ':86:Text', next))).toHaveLength(2);
	});

	it.each(['\n', '\r\n', '\r', '\r\r\n'])(
		'is found where line breaks (%j) fell into its tag or its midst',
		(lineBreak) => {
			const broken = [
				':61:2601300130CR\n30,00N062NONREF\n:\n86:166?00GUT?20SVWZ+Beitrag?32Erika Test',
				':61:260130\n0130CR30,00N062NONREF\n:86\n:166?20SVWZ+Beitrag?32Erika Test',
				':6\n1:2601300130CR30,\n00N062NONREF//B-1\n:86:166?20SVWZ+Beitrag\n?32Erika Test',
				':61:2601300130CR30,00N0\n62NONREF\nZusatz\n:8\n6:166?20SVWZ+Beitrag?32Erika Test',
			];
			const text = statementOf(...broken, line).replaceAll('\n', lineBreak);
			const rows = mt940.transactions(text);
			expect(rows).toHaveLength(broken.length + 1);
			for (const row of rows.slice(0, -1)) {
				expect(row).toMatchObject({
					amount: { amount: '30.00' },
					text: 'Beitrag',
					counterparty: { name: 'Erika Test' },
				});
			}
		},
	);

	it('is found in an envelope, ended or cut off, whatever control characters stand around', () => {
		const body = statementOf(line, ':86:Miete', ':61:2601310131C2,00NTRFNONREF').slice(0, -3);
		const blocks = '{1:F01TESTDEFFAXXX0000000000}{2:O9401200260130X}{3:{108:X}}';
		for (const message of [
			`${blocks}{4:\n${body}\n-}{5:{CHK:123456789ABC}}`,
			`${blocks}{4:${body}\n-}`,
			`\u0001${body}\n-\u0003`,
			body,
		]) {
			expect(mt940.transactions(message)).toMatchObject([{ text: 'Miete' }, {}]);
			expect(mt940.balances(message)).toHaveLength(2);
		}
	});

	it('is found behind a dash that ended nothing, alone or in front of it', () => {
		const rows = rowsOf('-', line, ':86:one', `-${line}`, ':86:two', `-${line}`, ' :86:three');
		expect(rows.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
	});

	it('names the currency behind the account number where no other does', () => {
		const text = ':25:10000000/1234567EUR\n:61:2601300130D1,00NTRFNONREF';
		expect(mt940.transactions(text)).toMatchObject([{ amount: { currency: 'EUR' } }]);
	});
});

describe('words at the end of a line of MT940', () => {
	it('stay apart where the line was wrapped at a blank', () => {
		const [row] = rowsOf(
			line,
			':86:005?00LAST?20SVWZ+Rechnung 4711',
			'vom Januar?32NORDSEE',
			'SEGEL GMBH',
		);
		expect(row).toMatchObject({
			text: 'Rechnung 4711 vom Januar',
			counterparty: { name: 'NORDSEE SEGEL GMBH' },
		});
	});

	it.each([69, 65])('are one where it was cut, %d characters with the tag', (width) => {
		const text = `${'Wort '.repeat(7)}Abschlagsrechnung Strom Januar`;
		const field = `:86:005?00LAST?20SVWZ+${text}?32Stadtwerk`;
		const [row] = rowsOf(line, field.slice(0, width), field.slice(width));
		expect(row?.text).toBe(text);
	});

	it('are one where a line of plain text was cut', () => {
		const text = `Abbuchung ${'x'.repeat(50)} Versicherungsbeitrag ${'y'.repeat(50)} Ende`;
		const cut = [text.slice(0, 65), text.slice(65, 130), text.slice(130)];
		expect(rowsOf(line, `:86:${cut[0]}`, ...cut.slice(1))[0]?.text).toBe(text);
	});

	it.each([
		['?20SVWZ+Darlehen 1?21Zins 1,4%?22Tilgung 40,00', 'Darlehen 1 Zins 1,4% Tilgung 40,00'],
		[
			'?20Darlehen 1?21Zinssatz              1,40%?22Tilgung',
			'Darlehen 1 Zinssatz              1,40% Tilgung',
		],
		['?20SVWZ+ABSCHLAGSRECHNUNG STRO?21M JANUAR', 'ABSCHLAGSRECHNUNG STROM JANUAR'],
		['?20SVWZ+Abschlagsrechnung Stro?21m Januar', 'Abschlagsrechnung Strom Januar'],
		['?20SVWZ+Abschlag fuer Konto 1?21Rest', 'Abschlag fuer Konto 1 Rest'],
		['?20SVWZ+Abschlagsrechnung vom ?2130.01.', 'Abschlagsrechnung vom 30.01.'],
		['?20SVWZ+Zahlung im Laden am Mc?21Test am Markt', 'Zahlung im Laden am McTest am Markt'],
	])('of %s', (purpose, text) => {
		expect(rowsOf(line, `:86:005?00LAST${purpose}`)[0]?.text).toBe(text);
	});

	it('end a reference, unless it was cut', () => {
		const [row, without] = rowsOf(
			line,
			':86:159?20EREF+E2E-0123456789-0123456?21789?22MREF+M-1?23MTLG:Grund fehlt',
			line,
			':86:159?20EREF+NOTPROVIDED?21MREF+NONREF?22CRED+-?23SVWZ+Text',
		);
		expect(row).toMatchObject({
			endToEndId: 'E2E-0123456789-0123456789',
			mandateId: 'M-1',
			text: 'MTLG:Grund fehlt',
		});
		expect(without).toMatchObject({
			endToEndId: undefined,
			mandateId: undefined,
			creditorId: undefined,
			text: 'Text',
		});
	});

	it('are text after a sign and a number that no subfield has', () => {
		expect(rowsOf(line, ':86:005?20SVWZ+Noch was?50 EUR?32Kim Test')[0]).toMatchObject({
			text: 'Noch was?50 EUR',
			counterparty: { name: 'Kim Test' },
		});
	});
});

describe('a line of MT940', () => {
	it.each([
		[':61:2602300228D2,50N805NONREF', '2026-02-28', '2026-02-28'],
		[':61:2602290302D2,50N805NONREF', '2026-02-28', '2026-03-02'],
		[':61:2604310430D2,50N805NONREF', '2026-04-30', '2026-04-30'],
		[':61:2402300229D2,50N805NONREF', '2024-02-29', '2024-02-29'],
		[':61:260230D2,50N805NONREF', '2026-02-28', undefined],
	])('with a value date that is none is read, and says so: %s', (entry, value, booking) => {
		expect(rowsOf(entry, ':86:Entgelt', line)).toMatchObject([
			{
				valueDate: value,
				bookingDate: booking,
				date: booking ?? value,
				remarks: [expect.stringContaining(':61: in line 5') as string],
			},
			{ amount: { amount: '-1.00' } },
		]);
	});

	it('says of a balance whose day no calendar has', () => {
		expect(mt940.balances(':25:1\n:60F:C260230EUR1,00')).toMatchObject([
			{ referenceDate: '2026-02-28', remarks: [expect.stringContaining(':60F:') as string] },
		]);
	});

	it.each([
		['2512310102', '2025-12-31', '2026-01-02'],
		['2601021231', '2026-01-02', '2025-12-31'],
		['251231', '2025-12-31', '2025-12-31'],
		['251231    ', '2025-12-31', '2025-12-31'],
	])('around New Year, %s, has the year of its entry day', (days, valueDate, bookingDate) => {
		expect(rowsOf(`:61:${days}D1,00NTRFNONREF`)).toMatchObject([{ valueDate, bookingDate }]);
	});

	it('takes the account owner’s reference for no end-to-end id', () => {
		const [row] = rowsOf(':61:2601300130D1,00NTRFKUNDE-4711//B-1', ':86:Miete');
		expect(row).toMatchObject({ bankId: 'B-1', endToEndId: undefined });
	});

	it.each([
		['C', '5.00'],
		['D', '-5.00'],
		['RC', '-5.00'],
		['RD', '5.00'],
		['CR', '5.00'],
		['DR', '-5.00'],
		['RCR', '-5.00'],
		['RDR', '5.00'],
	])('marked %s moves %s', (mark, amount) => {
		expect(rowsOf(`:61:2601300130${mark}5,00NTRFNONREF`)).toMatchObject([{ amount: { amount } }]);
	});

	it('keeps what was to be paid before charges or exchange', () => {
		const rows = rowsOf(
			':61:2601300130D53,00NRTINONREF',
			'/OCMT/EUR50,/CHGS/EUR3,',
			':86:109?00RUECKLASTSCHRIFT?20SVWZ+Zurueck?32Kim Test',
			':61:2601300130D92,10NTRFNONREF',
			'/OCMT/USD100,00/',
			':86:Hotel',
			':61:2601300130D11,00NTRFNONREF',
			':86:109?20OAMT+8,00?21COAM+3,00?22SVWZ+Zurueck',
			':61:2601300130D8,00NTRFNONREF',
			':86:109?20OAMT+8,00?21SVWZ+Zurueck',
		);
		expect(rows.map((row) => row.instructedAmount)).toEqual([
			{ amount: '50', currency: 'EUR' },
			{ amount: '100.00', currency: 'USD' },
			{ amount: '8.00', currency: 'EUR' },
			undefined,
		]);
	});

	it('names the other party by its role, in a return by the role that it had', () => {
		const parties = '/BENM//NAME/Bea Empfang/ORDP//NAME/Otto Auftrag/REMI/Huur';
		const rows = rowsOf(
			':61:2601300130D1,00NTRFNONREF',
			`:86:${parties}`,
			':61:2601300130C1,00NTRFNONREF',
			`:86:${parties}`,
			':61:2601300130C1,00NRTINONREF',
			`:86:/RTRN/MD06${parties}`,
			':61:2601300130D1,00NRTINONREF',
			`:86:/RTRN/MD06${parties}`,
		);
		const names = ['Bea Empfang', 'Otto Auftrag', 'Bea Empfang', 'Otto Auftrag'];
		expect(rows.map((row) => row.counterparty?.name)).toEqual(names);
		expect(rows.map(({ text }) => text)).toEqual(['Huur', 'Huur', 'Huur MD06', 'Huur MD06']);
	});

	it('has no other party where only the account’s own number is given', () => {
		const [fee] = rowsOf(line, ':86:805?00ENTGELT?20Januar?31DE09000000000000000001');
		expect(fee?.counterparty).toBeUndefined();
	});
});
