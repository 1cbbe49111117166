import { readPasted, readRedirectUri } from '../../../nodes/shared/redirect-uri';

const reference = '7a1c0c3e-0000-4000-8000-000000000000';
const login = { reference, redirectUri: 'https://example.org/callback?via=psd2' };
const pasted = (query: string, login_ = login) =>
	readPasted(login_, `https://example.org/callback?via=psd2${query}`);

describe('the redirect URI', () => {
	it('stays as it was typed, letter by letter', () => {
		expect(readRedirectUri(' https://Example.org/Callback/ ')).toBe(
			'https://Example.org/Callback/',
		);
		expect(readRedirectUri('')).toBe('');
	});

	it.each([
		'example.org/callback',
		'ftp://example.org',
		'https://a:b@example.org/',
		'https://a/#b',
	])('is an address that a browser can be sent to, not %s', (written) => {
		expect(() => readRedirectUri(written)).toThrow(/^Redirect URI /);
	});
});

describe('an address that is pasted', () => {
	it('gives what the bank has sent: a code, an error, or whatever it says instead', () => {
		expect(pasted(`&code=a%2Bb&state=${reference}`)).toMatchObject({ code: 'a+b' });
		expect(pasted(`&error=access_denied&state=${reference}`)).toMatchObject({
			error: 'access_denied',
		});
		expect(pasted(`&state=${reference}`)).toMatchObject({ state: reference });
	});

	it('is read behind the # like a query, without the tokens there (response_type=code id_token)', () => {
		expect(pasted(`#code=a%2Bb&id_token=made.up&access_token=t&state=${reference}`)).toEqual({
			via: 'psd2',
			code: 'a+b',
			state: reference,
		});
		expect(pasted(`#error=access_denied&state=${reference}`)).toMatchObject({
			error: 'access_denied',
		});
		expect(pasted(`&code=c&state=${reference}#code=other&state=other`)).toMatchObject({
			code: 'c',
		});
		expect(() => pasted(`&state=${reference}#code=other&state=other`)).not.toThrow();
		expect(() => pasted('#code=c&state=other')).toThrow('belongs to another login');
		expect(() => pasted('#code=c')).toThrow('belongs to another login');
		expect(() => pasted('#_=_')).toThrow('holds no answer');
	});

	it('may lack the state where it is no answer of OAuth2: some banks have their own words', () => {
		expect(pasted('&result=OK')).toMatchObject({ result: 'OK' });
	});

	it.each(['&code=c', '&error=access_denied', '&code=c&state='])(
		'may not lack it beside a code or an error (RFC 6749 §4.1.2): %s',
		(query) => {
			expect(() => pasted(query)).toThrow('belongs to another login');
		},
	);

	it.each([
		['a-code-alone', 'Address is not a whole address'],
		['', 'Address is not a whole address'],
		[`https://example.org.evil.example/callback?via=psd2&code=c`, 'Address is not the one'],
		[`http://example.org/callback?via=psd2&code=c`, 'Address is not the one'],
		[`https://example.org/callback/more?via=psd2&code=c`, 'Address is not the one'],
		[`https://example.org/callback?code=c`, 'Address is not the one'],
		[`https://example.org/callback?via=psd2&code=c&state=other`, 'belongs to another login'],
		[`https://example.org/callback?via=psd2`, 'holds no answer'],
	])('is refused without being quoted: %s', (written, message) => {
		expect(() => readPasted(login, written)).toThrow(message);
		try {
			readPasted(login, written);
		} catch (error) {
			expect(JSON.stringify(error)).not.toMatch(/evil|code=c|a-code-alone/);
			expect(error).toMatchObject({ code: 'invalid-input', details: { field: 'Address' } });
		}
	});
});
