import fc from 'fast-check';
import { createRedactor, redact } from '../../../lib/http/redact';

/** Numbers by their groups, as their countries write them; all invented. */
const numbers: Readonly<Record<string, readonly string[]>> = {
	'IBAN (SE)': ['SE35', '5000', '0000', '0549', '1000', '0003'],
	'IBAN (GB)': ['GB29', 'NWBK', '6016', '1331', '9268', '19'],
	'IBAN (MT)': ['MT84', 'MALT', '0110', '0001', '2345', 'MTLC', 'AST0', '01S'],
	'IBAN (NO)': ['NO93', '8601', '1117', '947'],
	'IBAN with wrong check digits': ['SE36', '5000', '0000', '0549', '1000', '0003'],
	'IBAN with wrong check digits and letters': ['NL92', 'ABNA', '0417', '1643', '00'],
	'card of 16': ['4111', '1111', '1111', '1111'],
	'card without check digit': ['5123', '4567', '8901', '2340'],
	'American Express': ['3782', '822463', '10005'],
	'account (NO)': ['1234', '56', '78903'],
	'sort code and account (GB)': ['20', '45', '45', '55779911'],
	'personal number (SE)': ['19900101', '1239'],
	'personal number (SE), short': ['900101', '1239'],
	'coordination number (SE)': ['701063', '2391'],
	'CPR (DK)': ['010190', '1234'],
	'fødselsnummer (NO)': ['010190', '12345'],
	'kennitala (IS)': ['120174', '3399'],
	'personas kods (LV)': ['010190', '12345'],
	'rodné číslo (CZ, SK)': ['905101', '1234'],
	'rodné číslo of nine digits (CZ, SK)': ['505101', '123'],
	'rijksregisternummer (BE)': ['85', '07', '30', '033', '28'],
	'BSN (NL)': ['123', '456', '782'],
	'Steuer-ID (DE)': ['12', '345', '678', '901'],
	'Rentenversicherungsnummer (DE)': ['65', '170839', 'J', '003'],
	'AHV (CH)': ['756', '1234', '5678', '97'],
	'NIR (FR)': ['1', '85', '05', '78', '006', '084', '36'],
	'NIR (FR), Corsica': ['1', '85', '05', '2A', '006', '084', '36'],
	'codice fiscale (IT)': ['RSS', 'MRA', '85T10', 'A562', 'S'],
	'DNI (ES)': ['12', '345', '678', 'Z'],
	'NIE (ES)': ['X', '1234567', 'L'],
	'henkilötunnus (FI)': ['131052', 'A', '308', 'T'],
	'PESEL (PL)': ['44051401458'],
	'TAJ (HU)': ['123', '456', '788'],
	'CNP (RO)': ['1800101221144'],
	'PPS (IE)': ['1234567', 'T'],
	'PPS (IE), two letters': ['1234567', 'TW'],
	'NINO (GB)': ['QQ', '12', '34', '56', 'C'],
	'SSN (US)': ['123', '45', '6789'],
	'identity number (LU)': ['1893', '1201', '05732'],
	'SVNR (AT)': ['1237', '010180'],
};

/** Told from words by capitals. */
const inCapitals = new Set(['PPS (IE), two letters']);

const separators = [
	...[' ', '  ', '\t', '\n', '\u00a0', '\u2007', '\u2009', '\u200a', '\u202f', '\u205f', '\u3000'],
	...[
		'-',
		'\u2010',
		'\u2011',
		'\u2012',
		'\u2013',
		'\u2014',
		'\u2212',
		'\ufe63',
		'\uff0d',
		' - ',
		' – ',
	],
	...['.', '\u00b7', '\u2022', '\uff0e', '. ', '/', '\u2044', '\u2215', '\uff0f', ' / ', '_', ''],
	...[
		'&nbsp;',
		'&#160;',
		'&#xA0;',
		'&#8239;',
		'&thinsp;',
		'&ndash;',
		'&minus;',
		'&sol;',
		'&amp;nbsp;',
	],
	...['%20', '%C2%A0', '%A0', '+', '%2D', '%E2%80%91', '%2F', '%09', '%2520'],
	...['\\u00a0', '\\t', '\\n', '\\/', '\\\\u202f', '\\u2011', '<wbr>', '<br/>'],
] as const;

const unseen = [
	'\u200b',
	'\u200c',
	'\u200d',
	'\u2060',
	'\ufeff',
	'\u00ad',
	'\u202a',
	'\u202c',
	'\u200e',
];
const unseenEscaped = [
	'&shy;',
	'&#173;',
	'&#8203;',
	'&zwnj;',
	'%E2%80%8B',
	'%C2%AD',
	'\\u200b',
	'\\u00ad',
];

const code = (character: string) => character.codePointAt(0) ?? 0;
const shifted = (by: number) => (character: string) => String.fromCodePoint(code(character) + by);
const digitsFrom = (zero: number) => (character: string) =>
	/\d/.test(character) ? String.fromCodePoint(zero + Number(character)) : character;

/** How each letter and digit may be written. */
const scripts: Readonly<Record<string, (character: string) => string>> = {
	plain: (character) => character,
	'in lower case': (character) => character.toLowerCase(),
	fullwidth: shifted(0xfee0),
	'Arabic-Indic': digitsFrom(0x660),
	Persian: digitsFrom(0x6f0),
	Devanagari: digitsFrom(0x966),
	Thai: digitsFrom(0xe50),
	'mathematical bold': digitsFrom(0x1d7ce),
	subscript: digitsFrom(0x2080),
	'percent-encoded': (character) => `%${code(character).toString(16)}`,
	'percent-encoded twice': (character) => `%25${code(character).toString(16)}`,
	'JSON-escaped': (character) => `\\u00${code(character).toString(16)}`,
	'JSON in JSON': (character) => `\\\\u00${code(character).toString(16)}`,
	'as decimal entity': (character) => `&#${code(character)};`,
	'as hexadecimal entity': (character) => `&#x${code(character).toString(16)};`,
};

/** Each character of the number as written, with what stands after it. */
const spelled = (
	groups: readonly string[],
	separator: string,
	script: (character: string) => string,
	hidden: string,
	hiddenEvery: number,
): readonly string[] =>
	groups.flatMap((group, index) =>
		[...group].map((character, position) => {
			const isLast = position === group.length - 1;
			const between = isLast && index < groups.length - 1 ? separator : '';
			const marked = hiddenEvery > 0 && position % hiddenEvery === 0 ? hidden : '';
			return `${script(character)}${isLast ? '' : marked}${between}`;
		}),
	);

const around = [
	['', ''],
	['Account ', ' is unknown'],
	['{"x":"', '"}'],
	['<Text>', '</Text>'],
	['(', ').'],
	['psu=', '&page=2'],
	['für ', ', bitte prüfen'],
] as const;

/** Five of it in a row are too many, where they are none of the last four of a number that may keep them. */
function expectHidden(masked: string, units: readonly string[]): void {
	const most = 5;
	for (let from = 0; from + most <= units.length; from += 1) {
		expect(masked).not.toContain(units.slice(from, from + most).join(''));
	}
	const bare = (text: string) => text.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
	const beginning = bare(units.slice(0, -4).join(''));
	if (beginning.length >= 5) expect(bare(masked)).not.toContain(beginning);
}

describe('numbers in every spelling', () => {
	it.each(Object.entries(numbers))('%s', (name, groups) => {
		const { 'in lower case': _small, ...capital } = scripts;
		const written = Object.values(inCapitals.has(name) ? capital : scripts);
		fc.assert(
			fc.property(
				fc.constantFrom(...separators),
				fc.constantFrom(...written),
				fc.constantFrom('', ...unseen, ...unseenEscaped),
				fc.integer({ min: 0, max: 3 }),
				fc.constantFrom(...around),
				(separator, script, hidden, every, [before, after]) => {
					const units = spelled(groups, separator, script, hidden, every);
					expectHidden(redact(`${before}${units.join('')}${after}`), units);
				},
			),
			{ numRuns: 400, seed: 20260115 },
		);
	});

	it.each(separators.map((separator) => [JSON.stringify(separator), separator]))(
		'each of them with %s between its groups',
		(_name, separator) => {
			for (const groups of Object.values(numbers)) {
				const units = spelled(groups, separator, String, '', 0);
				expectHidden(redact(`Account ${units.join('')} is unknown`), units);
			}
		},
	);

	it('one that has other signs between its groups each time', () => {
		const sign = fc.constantFrom(' ', '\u00a0', '-', '\u2011', '.', '\u202f', '%20', '&nbsp;', '/');
		fc.assert(
			fc.property(
				fc.constantFrom(...Object.values(numbers)),
				fc.array(sign, { minLength: 8, maxLength: 8 }),
				(groups, signs) => {
					const units = groups.flatMap((group, index) =>
						[...group].map((character, position) =>
							position === group.length - 1 && index < groups.length - 1
								? `${character}${signs[index] ?? ''}`
								: character,
						),
					);
					expectHidden(redact(`No ${units.join('')} here`), units);
				},
			),
			{ numRuns: 1_000, seed: 20260115 },
		);
	});

	it.each([
		[
			'IBAN SE35\u202f5000\u202f0000\u202f0549\u202f1000\u202f0003 is closed',
			'IBAN SE…0003 is closed',
		],
		['card 4111\u20111111\u20111111\u20111111 declined', 'card …1111 declined'],
		['900101/1234', '…'],
		['NINO QQ 12 34 56 C', 'NINO …'],
		['NINO QQ123456C, PPS 1234567TW', 'NINO …, PPS …'],
		['<iban>SE35&nbsp;5000&nbsp;0000&nbsp;0549&nbsp;1000&nbsp;0003</iban>', '<iban>SE…0003</iban>'],
		['psu １９９００１０１－１２３９', 'psu …'],
		['12345678 19900101-1239', '…'],
		['AHV 756.1234.5678.97', 'AHV …'],
		['CNP 1800101221144', 'CNP …'],
		['PNR900101-1239', 'PNR…'],
	])('masks %j', (text, masked) => {
		expect(redact(text)).toBe(masked);
	});
});

describe('secrets in every spelling', () => {
	it.each([
		['<access_token>abc</access_token>', '<access_token>…</access_token>'],
		[
			'<ns:AccessToken type="opaque">abc</ns:AccessToken>',
			'<ns:AccessToken type="opaque">…</ns:AccessToken>',
		],
		['<token><![CDATA[abc]]></token>', '<token><![CDATA[…]]></token>'],
		[
			'&lt;refresh_token&gt;abc&lt;/refresh_token&gt;',
			'&lt;refresh_token&gt;…&lt;/refresh_token&gt;',
		],
		['%3Caccess_token%3Eabc%3C%2Faccess_token%3E', '%3Caccess_token%3E…%3C%2Faccess_token%3E'],
		['{\\"client_secret\\":\\"abc def\\"}', '{\\"client_secret\\":\\"…\\"}'],
		['{"password":"correct horse battery"}', '{"password":"…"}'],
		['access token: abc', 'access token: …'],
		['access_token => abc', 'access_token => …'],
		['tokens: ["abc"]', 'tokens: ["…"]'],
		['name="access_token"\r\n\r\nabc', 'name="access_token"\r\n\r\n…'],
		['access\u200b_token=abc', 'access\u200b_token=…'],
		['ａｃｃｅｓｓ_ｔｏｋｅｎ＝abc', 'ａｃｃｅｓｓ_ｔｏｋｅｎ＝…'],
		['Cookie: a=1; session=2\nHost: x', 'Cookie:…\nHost: x'],
		['Authorization:\u00a0Bearer\u00a0abc', 'Authorization:\u00a0…'],
		[
			'at https%3A%2F%2Fbank.example%2Fv1%2Faccounts%2F3dc3d5b3 now',
			'at https://bank.example/v1/accounts/… now',
		],
		[
			'see https:\\/\\/bank.example\\/v1\\/accounts\\/3dc3d5b3',
			'see https://bank.example/v1/accounts/…',
		],
	])('masks %j', (text, masked) => {
		expect(redact(text)).toBe(masked);
	});

	it('finds what is known, whatever it is written with', () => {
		const known = createRedactor(['acc-77ab-x9']);
		expect(known('no acc\u201177ab\u2011x9 here')).toBe('no … here');
		expect(known('no acc-\u200b77ab-\u00adx9 here')).toBe('no … here');
		expect(known('no &#97;cc-77ab-x9 here')).toBe('no … here');
		expect(known('no %61cc-77ab-x9 here')).toBe('no … here');
	});

	it('shows nothing of a secret that stands where a long text is cut', () => {
		const secret = 'correct horse battery staple';
		for (let shift = 0; shift < 60; shift += 1) {
			const text = `${'word '.repeat(3_990)}${'x'.repeat(shift)} ${secret} ${'y '.repeat(500)}`;
			const masked = createRedactor([secret])(`${secret} ${text}`);
			expect(masked).not.toMatch(/correct|horse|battery|staple/);
		}
	});
});

describe('what people need to read', () => {
	it.each([
		'Amount 1 234 567,89 SEK is more than 1.234.567.890,12 EUR',
		'The limit is SEK 12 500 000, the balance 1\u202f234\u202f567\u202f890,00',
		'EUR 1,234,567,890.12 or 1234567.89 or 12345678,90',
		'from 2026-01-01 to 2026-01-31, 2026/01/01 - 2026/12/31, 15.01.2026 16.01.2026',
		'period 20260101-20260131, 2026-01-01/2026-03-31',
		'at 2026-01-15T08:00:00.123456789+01:00 or 2026-01-15 08:00:00',
		'rate 0.0912345678, 10.123456789; sums 1000.50, 1200.75, 1350.00',
		'transaction 2026-000123, TX-20260115-000123, TX2026-000123',
		'transaction 2026/01/000123, 20260115-000123, BANK-2026-01-15-PAYMENT-000123',
		'X-Request-ID: 3fa85f64-5717-4562-b3fc-2c963f66afa6',
		'quote request id 3fa85f64-5717-4562-b3fc-2c963f66afa6 to the bank',
		'"transactionId":"12345678-1234-4562-b3fc-2c963f66afa6"',
		'HTTP/1.1 429 after 12 of 1 204 rows (page 3/17)',
		'n8n 2.41.0 on Node 24.21.0, connect ECONNREFUSED 127.0.0.1:5432',
		'AB12 and CD34 are codes of the bank, FORMAT_ERROR is another',
		'100%25 sure & <b>bold</b> \\n &copy;',
	])('leaves %j alone', (text) => {
		expect(redact(text)).toBe(text);
	});
});

it('takes no longer for ten megabytes of hostile text than for a little of it', () => {
	const known = createRedactor(['acc-77ab-x9', 'a'.repeat(40)]);
	const megabytes = (piece: string) => piece.repeat(Math.ceil((10 * 1024 * 1024) / piece.length));
	for (const piece of [
		...[
			'SE12 ',
			'SE35 5000 ',
			'1 ',
			'1-',
			'123 ',
			'4111\u00a0',
			'a',
			'a1',
			'%2',
			'%25',
			'%C2',
			'\\',
			'\\u',
			'&',
		],
		...[
			'&amp;',
			'&nbsp;',
			'<token ',
			'<br',
			'token=',
			'token:"',
			'https://',
			'eyJ',
			'-----BEGIN ',
			'2026-01-',
		],
		...[
			'\u200b',
			'\u0660',
			'\u{1d7ce}',
			'1\u200b',
			'Bearer ',
			'cookie:',
			'a:',
			'/',
			'_-',
			'QQ12',
			'12345678.',
		],
	]) {
		const text = megabytes(piece);
		// Of the processor, not of a clock: the machine may be busy with something else.
		const start = process.cpuUsage();
		redact(text);
		known(text);
		expect(process.cpuUsage(start).user / 1000).toBeLessThan(2_000);
	}
});
