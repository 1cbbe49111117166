import { isUtf8 } from 'node:buffer';
import { settleSync } from '../outcome';

/**
 * Bytes of a bank as text. A byte order mark tells the charset, then `charset=` of the header, then the declaration
 * of an XML document (RFC 7303 §3); where nothing does, or what was told can't be it, UTF-8. What is not even that
 * is read as Windows-1252, the charset of systems that don't name theirs, instead of losing its letters.
 */
export function decodeText(bytes: Uint8Array, contentType = ''): string {
	const header = /;\s*charset\s*=\s*["']?([^"'\s;]+)/i.exec(contentType)?.[1];
	for (const charset of [markedCharset(bytes), header, xmlCharset(bytes), 'utf-8']) {
		const text = charset === undefined ? undefined : decodedAs(charset, bytes);
		if (text !== undefined) return text;
	}
	return new TextDecoder('windows-1252').decode(bytes);
}

const utf8 = new TextDecoder();

/** `undefined` where the charset is not known, or the bytes aren't of it. */
function decodedAs(charset: string, bytes: Uint8Array): string | undefined {
	if (/^utf-?8$/i.test(charset)) return isUtf8(bytes) ? utf8.decode(bytes) : undefined;
	const decoded = settleSync(() =>
		new TextDecoder(widened(charset, bytes), { fatal: true }).decode(bytes),
	);
	return 'value' in decoded ? decoded.value : undefined;
}

/** RFC 2781 §4.3: UTF-16 without a mark is big-endian. Windows writes the other; a blank high byte tells which. */
const widened = (charset: string, bytes: Uint8Array) =>
	/^(?:utf-?16|ucs-?2|iso-10646-ucs-2)$/i.test(charset) && bytes[0] === 0 ? 'utf-16be' : charset;

function markedCharset([first, second, third]: Uint8Array): string | undefined {
	if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
	if (first === 0xfe && second === 0xff) return 'utf-16be';
	return first === 0xff && second === 0xfe ? 'utf-16le' : undefined;
}

/** The declaration is in ASCII, whatever follows; UTF-16 shows itself by the zeros between (XML 1.0, appendix F). */
function xmlCharset(bytes: Uint8Array): string | undefined {
	const start = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
	if (start.startsWith('\0<\0?')) return 'utf-16be';
	if (start.startsWith('<\0?\0')) return 'utf-16le';
	return /^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(start)?.[1];
}
