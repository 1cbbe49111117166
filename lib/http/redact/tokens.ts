import { settleSync } from '../../outcome';
import { maskNumbers } from './numbers';
import { Reading, restOf, wholeOf, type Span } from './reading';

const names = [
	'(?:access|refresh|id|auth|session|login|csrf|autostart|start|client|bearer)[ _-]?token',
	'tokens?',
	'(?:client[ _-]?)?secret',
	'password|passphrase|passwd|pwd',
	'assertion|signature|(?:code[ _-]?)?verifier|cookie|(?:api|private)[ _-]?key',
	'authori[sz]ation',
	'consent[ _-]?id|auth[ _-]?req[ _-]?id|session[ _-]?id',
	'psu[ _-]?id|ssn|personnummer|personal[ _-]?(?:identity[ _-]?)?number',
].join('|');

/** `name: value`, `name=value`, `"name":["value"`, a part of a form; a scheme before the value goes with it. */
const named = new RegExp(
	String.raw`((?:${names})(?:["']?\s{0,3}(?:[:=]>?|->)\s{0,3}\[?\s{0,3}|["']\n))(?:(["'])((?:(?!\2).){1,8000})|(?:(?:Bearer|Basic|DPoP)[\s+]{1,3})?([^\s"'&,;}\])<>]{1,8000}))`,
	'gis',
);
/** A header's many cookies. */
const cookies = /((?<![A-Za-z])(?:set-)?cookie:)([^\n]{1,8000})/gi;
/** `<name>value`, with a prefix, attributes or CDATA. */
const element = new RegExp(
	String.raw`(<(?:[\w.-]{1,40}:)?(?:${names})(?:\s[^<>]{0,300})?>\s{0,3}(?:<!\[CDATA\[)?)[^<\]]{1,8000}`,
	'gi',
);
/** Ordinary words, secret only as a parameter: a bank's `"code":"FORMAT_ERROR"` must stay. */
const parameter = /((?<![A-Za-z])(?:code|state|nonce)=)[^\s"'&,;}\])<>]{1,8000}/gi;

const scheme = /(\b(?:Bearer|Basic|DPoP)[\s+]{1,3})[A-Za-z0-9._~+/%=-]+/gi;
const jwt = /eyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*){0,4}/g;
const pem =
	/-----BEGIN [A-Z0-9 ]{1,40}-----[^-]*(?:-(?!----)[^-]*)*(?:-----END [A-Z0-9 ]{1,40}-----)?/g;
const uuidForm = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const uuid = new RegExp(uuidForm, 'gi');
/** What people quote to the bank: it opens nothing. */
const quotable = new RegExp(
	String.raw`((?:request|correlation|trace|interaction|incident|transaction|payment)[ _-]?(?:id|reference)["']?[\s:=]{0,4}["']?)${uuidForm}(?![A-Za-z0-9])`,
	'gi',
);
const run = /[A-Za-z0-9+/_-]{12,}={0,2}/g;

/** Secrets that are known by what stands before or around them. */
export function maskNamed(reading: Reading): Reading {
	return reading
		.maskEach(pem, (match) => wholeOf(match))
		.maskEach(cookies, restOf)
		.maskEach(named, valueOf)
		.maskEach(element, restOf)
		.maskEach(parameter, restOf)
		.maskEach(scheme, restOf)
		.maskEach(jwt, (match) => wholeOf(match));
}

/** UUIDs: most are sessions, consents and accounts. */
export const maskUuids = (reading: Reading): Reading =>
	reading.maskEach(quotable, asItIs).maskEach(uuid, (match) => wholeOf(match));

/** Quotes stay. */
function valueOf(match: RegExpExecArray): Span {
	const { start, end } = restOf(match);
	return { start: match[2] === undefined ? start : start + 1, end, by: '…' };
}

function asItIs(match: RegExpExecArray): Span {
	const { start, end } = restOf(match);
	return { start, end };
}

/** Secrets that are known by being random: no word, no enum name and no sentence looks like them. */
export const maskRandom = (reading: Reading): Reading =>
	reading.maskEach(run, (match) => (isRandom(match[0]) ? wholeOf(match) : undefined));

const longestDecoded = 4_000;

function isRandom(found: string): boolean {
	if (found.length > longestDecoded) return true;
	if (hasMixedParts(found)) {
		if (found.length >= 24) return true;
		if (found.length >= 16 && /[a-z]/.test(found) && /[A-Z]/.test(found)) return true;
	}
	return [found, ...found.split('/')].some(hidesSecret);
}

/** Letters and digits in one part: `BANK-2026-01-15-PAYMENT-000123` is a reference that people read. */
function hasMixedParts(found: string): boolean {
	return (
		/[0-9]/.test(found) &&
		/[a-z]/i.test(found) &&
		!found
			.split(/[-_/]/)
			.every((part) => /^(?:[0-9]{0,8}|[A-Z]{1,12}|[A-Z]?[a-z]{1,12})$/.test(part))
	);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Base64 of something that would itself be masked. */
function hidesSecret(encoded: string): boolean {
	const decoded = settleSync(() => utf8.decode(Buffer.from(encoded, 'base64')));
	if (!('value' in decoded) || !/^[^\p{Cc}]{8,}$/u.test(decoded.value)) return false;
	const reading = Reading.of(decoded.value);
	return maskNumbers(maskUuids(maskNamed(reading))) !== reading;
}
