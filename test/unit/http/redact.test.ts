import fc from 'fast-check';
import { createRedactor, redact, redactHeaders, redactUrl } from '../../../lib/http/redact';

const digits = (length: number) =>
	fc
		.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
		.map((list) => list.join(''));
const two = (from: number, to: number) =>
	fc.integer({ min: from, max: to }).map((value) => String(value).padStart(2, '0'));
const date = fc.tuple(two(40, 99), two(1, 12), two(1, 28)).map((parts) => parts.join(''));

const grouped = (text: string) => (text.match(/.{1,4}/g) ?? []).join(' ');

const ibans = fc
	.oneof(
		digits(22).map((rest) => `SE${rest}`),
		digits(16).map((rest) => `DK${rest}`),
		fc.tuple(digits(2), digits(10)).map(([check, rest]) => `NL${check}ABNA${rest}`),
		fc.tuple(digits(2), digits(14)).map(([check, rest]) => `GB${check}NWBK${rest}`),
		fc.tuple(digits(2), digits(20)).map(([check, rest]) => `FR${check}${rest}M02`),
	)
	.chain((iban) => fc.constantFrom(iban, grouped(iban), iban.toLowerCase()));

const cards = digits(16).chain((card) =>
	fc.constantFrom(card, grouped(card), grouped(card).replaceAll(' ', '-')),
);

const persons = fc.oneof(
	fc.tuple(date, digits(4)).map(([born, rest]) => `${born}-${rest}`),
	fc.tuple(date, digits(4)).map(([born, rest]) => `19${born}-${rest}`),
	fc.tuple(date, digits(4)).map(([born, rest]) => `19${born}${rest}`),
	fc.tuple(date, digits(4)).map(([born, rest]) => `${born}+${rest}`),
	digits(11),
	fc.tuple(date, digits(3)).map(([born, rest]) => `${born}A${rest}T`),
	digits(8).map((rest) => `${rest}Z`),
	fc.constant('RSSMRA85T10A562S'),
	fc.constant('85.07.30-033.28'),
);

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const random = (length: number) =>
	fc.string({ unit: fc.constantFrom(...letters), minLength: length, maxLength: length });
const tokens = fc.oneof(
	random(48).map((text) => `Bearer ${text}`),
	fc.tuple(random(20), random(40), random(30)).map((parts) => `eyJ${parts.join('.')}`),
	random(12).map((text) => `access_token=${text}`),
	random(12).map((text) => `{"refresh_token":"${text}"}`),
	random(8).map((text) => `client_secret: ${text}`),
	fc.uuid(),
);

const secrets = fc.oneof(ibans, cards, persons, tokens);
const surroundings = fc.tuple(
	fc.constantFrom('', 'Account ', 'refused: "', '(', 'https://bank.example/v1/accounts/', '{"x":"'),
	fc.constantFrom('', ' is unknown', '"', ').', '/balances', '"}', ', try again'),
);

const encodings: Readonly<Record<string, (text: string) => string>> = {
	'as it is': (text) => text,
	'URL-escaped': encodeURIComponent,
	'form-escaped': (text) => new URLSearchParams({ _: text }).toString().slice(2),
	'JSON-escaped': (text) => JSON.stringify(text).slice(1, -1),
	'JSON in JSON': (text) => JSON.stringify(JSON.stringify(text)).slice(1, -1),
	base64: (text) => Buffer.from(text).toString('base64'),
	base64url: (text) => Buffer.from(text).toString('base64url'),
};

/** What of a secret must not be seen: all but the last four of a number that may keep them. */
function tellingParts(secret: string): string[] {
	const bare = secret.replace(/^.*?(?:Bearer |[=:]\s*"?)/, '').replace(/"\}$/, '');
	const compact = bare.replace(/[\s-]/g, '');
	return [bare, compact, compact.slice(0, -4), compact.slice(0, 10)].filter(
		(part) => part.length >= 8,
	);
}

describe('redact', () => {
	it.each(Object.keys(encodings))('lets no planted secret through %s', (name) => {
		const encode = encodings[name] ?? String;
		fc.assert(
			fc.property(secrets, surroundings, (secret, [before, after]) => {
				const encoded = encode(secret);
				const masked = redact(`${before}${encoded}${after}`);
				expect(masked).not.toContain(encoded);
				const squeezed = masked.replace(/[\s-]|%20|\+/g, '').toLowerCase();
				for (const part of tellingParts(secret)) {
					expect(squeezed).not.toContain(part.replaceAll(' ', '').toLowerCase());
				}
			}),
			{ numRuns: 400 },
		);
	});

	it.each([
		['IBAN SE35 5000 0000 0549 1000 0003 is unknown', 'IBAN SE…0003 is unknown'],
		['account SE3550000000054910000003', 'account SE…0003'],
		['card 4111 1111 1111 1111', 'card …1111'],
		['person 19900101-1234', 'person …'],
		['session 3fa85f6457174562b3fc2c963f66afa6 is over', 'session … is over'],
		['Authorization: Bearer abcdef', 'Authorization: …'],
		['{"access_token":"abc","expires_in":3600}', '{"access_token":"…","expires_in":3600}'],
		['code=abc&state=xyz&page=2', 'code=…&state=…&page=2'],
		[
			'GET https://api.bank.example/psd2/v1/accounts/3dc3d5b3/balances?x=1',
			'GET https://api.bank.example/psd2/v1/accounts/…/balances?x=…',
		],
	])('masks %j', (text, masked) => {
		expect(redact(text)).toBe(masked);
	});

	it.each([
		'Example Bank answered 429 ACCESS_EXCEEDED when asked for the accounts',
		'The field bookingStatus should be booked, pending or both',
		'transactions.booked[3].transactionAmount.amount is missing',
		'From 2026-01-01 to 2026-01-31: 1 204 rows, -12.50 SEK',
		'remittanceInformationUnstructuredArray is not what the standard says',
		'No answer since 2026-01-15T08:00:00.000Z',
		'status code: 403',
	])('leaves %j alone', (text) => {
		expect(redact(text)).toBe(text);
	});

	it('is done in no time with long and hostile text', () => {
		for (const text of [
			'SE12 '.repeat(20_000),
			'a'.repeat(200_000),
			'1 '.repeat(50_000),
			'%2'.repeat(50_000),
		]) {
			const start = performance.now();
			redact(text);
			expect(performance.now() - start).toBeLessThan(2_000);
		}
	});
});

describe('redactor of known secrets', () => {
	const nested: Readonly<Record<string, (text: string) => string>> = {
		...encodings,
		'Basic authentication': (text) => Buffer.from(`client:${text}`).toString('base64'),
		'base64 in base64 text': (text) => Buffer.from(`x ${text} y`).toString('base64url'),
		hex: (text) => Buffer.from(text).toString('hex'),
		'URL-escaped twice': (text) => encodeURIComponent(encodeURIComponent(text)),
	};

	it.each(Object.keys(nested))('masks them %s, whatever they look like', (name) => {
		const encode = nested[name] ?? String;
		const secret = fc.string({ unit: 'binary-ascii', minLength: 8, maxLength: 40 });
		fc.assert(
			fc.property(secret, (planted) => {
				fc.pre(planted.trim().length >= 8);
				const masked = createRedactor([planted])(`it says <${encode(planted)}> there`);
				expect(masked).not.toContain(encode(planted));
				expect(masked).not.toContain(planted);
			}),
			{ numRuns: 300 },
		);
	});

	it('ignores what is absent or too short to be secret', () => {
		expect(createRedactor([undefined, '', 'de'])('on demand')).toBe('on demand');
	});
});

describe('redactHeaders', () => {
	it('shows only headers that are known to be harmless', () => {
		expect(
			redactHeaders({
				'Content-Type': 'application/json',
				'X-Request-ID': '00000000-0000-4000-8000-000000000001',
				Authorization: 'Bearer abc',
				'Consent-ID': 'c-1',
				'PSU-IP-Address': '203.0.113.7',
				'Set-Cookie': 'session=1',
				'X-New-Thing': 'who knows',
				Location: 'https://bank.example/v1/consents/abc-123?code=1',
				Missing: undefined,
			}),
		).toEqual({
			'content-type': 'application/json',
			'x-request-id': '00000000-0000-4000-8000-000000000001',
			authorization: '…',
			'consent-id': '…',
			'psu-ip-address': '…',
			'set-cookie': '…',
			'x-new-thing': '…',
			location: 'https://bank.example/v1/consents/…?code=…',
		});
	});
});

describe('redactUrl', () => {
	it.each([
		[
			'https://u:p@bank.example:8443/v1/accounts?dateFrom=2026-01-01&k=1#f',
			'https://bank.example:8443/v1/accounts?dateFrom=2026-01-01&k=…',
		],
		[
			'https://bank.example/psd2/v4.1/accounts/my-account/transactions',
			'https://bank.example/psd2/v4.1/accounts/…/transactions',
		],
		['not a url', '…'],
	])('%s', (url, masked) => {
		expect(redactUrl(url)).toBe(masked);
	});
});

describe('a PEM text', () => {
	const body = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7';
	const texts = {
		'a key': `-----BEGIN PRIVATE KEY-----\n${body}\nab12\n-----END PRIVATE KEY-----`,
		'a key without line breaks': `-----BEGIN PRIVATE KEY-----${body}ab12-----END PRIVATE KEY-----`,
		'a key encrypted as in RFC 1421': `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,0A1B\n\n${body}\nab12\n-----END RSA PRIVATE KEY-----`,
		'a certificate of an older kind': `-----BEGIN X509 CERTIFICATE-----\n${body}\nab12\n-----END X509 CERTIFICATE-----`,
		'a key that is cut off': `-----BEGIN EC PRIVATE KEY-----\n${body}\nab12`,
	};

	it.each(Object.entries(texts))('is masked whole: %s', (_what, text) => {
		for (const written of [text, JSON.stringify(text), JSON.stringify({ text: [text] })]) {
			const masked = redact(`refused: ${written}`);
			expect(masked).toMatch(/^refused: /);
			expect(masked).not.toMatch(/MII|ab12|ENCRYPTED|0A1B/);
		}
	});

	it('is known by one of its lines', () => {
		expect(redact(`unexpected "${body}"`)).not.toContain(body.slice(0, 12));
	});
});
