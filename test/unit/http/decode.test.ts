import { decodeText } from '../../../lib/http/decode';

const written = 'Bäckerei Grüße, 12 €';
const latin = Buffer.concat([Buffer.from('Bäckerei Grüße, 12 ', 'latin1'), Buffer.from([0x80])]);
const utf8 = Buffer.from(written);
const utf16 = Buffer.from(written, 'utf16le');
const utf16be = Buffer.from(utf16).swap16();
const marked = (mark: readonly number[], bytes: Buffer) =>
	Buffer.concat([Buffer.from(mark), bytes]);
const declared = (encoding: string, bytes: Buffer) =>
	Buffer.concat([Buffer.from(`<?xml version="1.0" encoding=${encoding}?><Nm>`, 'latin1'), bytes]);
const inXml = (text: string) => text.slice(text.indexOf('<Nm>') + 4);

describe('decodeText', () => {
	it.each([
		['nothing said, UTF-8', '', utf8],
		['nothing said, not UTF-8', '', latin],
		['application/json', 'application/json', utf8],
		['charset=utf-8', 'application/json; charset=utf-8', utf8],
		['charset="UTF-8"', 'application/json;charset="UTF-8"', utf8],
		['charset=ISO-8859-1', 'text/plain; charset=ISO-8859-1', latin],
		['charset = latin1', 'text/plain; boundary=x; Charset = latin1', latin],
		['charset=windows-1252', "text/plain; charset='windows-1252'", latin],
		['a charset that nobody knows', 'text/plain; charset=bank-own', utf8],
		['UTF-8 told of what is none', 'application/json; charset=utf-8', latin],
		['utf-16le', 'text/plain; charset=utf-16le', utf16],
		['utf-16be', 'text/plain; charset=utf-16be', utf16be],
		['utf-16, little', 'text/plain; charset=utf-16', utf16],
		['utf-16, big', 'text/plain; charset=UTF-16', utf16be],
		['mark of UTF-8', 'text/plain; charset=latin1', marked([0xef, 0xbb, 0xbf], utf8)],
		['mark of UTF-16 LE', '', marked([0xff, 0xfe], utf16)],
		['mark of UTF-16 BE', '', marked([0xfe, 0xff], utf16be)],
	])('reads %s', (_what, contentType, bytes) => {
		expect(decodeText(bytes, contentType)).toBe(written);
	});

	it.each([
		['its declaration', 'application/xml', declared('"ISO-8859-1"', latin)],
		['its declaration in single quotes', '', declared("'iso-8859-1' standalone='yes'", latin)],
		['a header that says otherwise', 'text/xml; charset=utf-8', declared('"ISO-8859-1"', utf8)],
		['a header that is wrong', 'text/xml; charset=utf-8', declared('"ISO-8859-1"', latin)],
		['a declaration that is wrong', 'text/xml', declared('"UTF-8"', latin)],
	])('reads XML by %s', (_what, contentType, bytes) => {
		expect(inXml(decodeText(bytes, contentType))).toBe(written);
	});

	it.each([
		['big', 'utf-16be'],
		['little', 'utf-16le'],
	])('reads XML of UTF-16 without a mark, %s end first', (end) => {
		const bytes = Buffer.from(`<?xml version="1.0" encoding="UTF-16"?><Nm>${written}`, 'utf16le');
		expect(inXml(decodeText(end === 'big' ? bytes.swap16() : bytes))).toBe(written);
	});

	it('reads Central European letters as declared', () => {
		const bytes = Buffer.from([0xa3, 0xf3, 0x64, 0xbc]);
		expect(decodeText(bytes, 'text/plain; charset=ISO-8859-2')).toBe('ŁódŹ'.replace('Ź', 'ź'));
	});
});
