import { settleSync } from '../../outcome';
import { maskNumbers } from './numbers';

/** A quote as text, JSON, JSON in JSON and URLs write it. */
const quote = String.raw`(?:\\{0,3}["']|%5C%22|%22)`;
const value = String.raw`((?:(?!%22|%26|%2C|\\+["'])[^\s"'&,;}\])<>]){1,8000})`;

const names = [
	'(?:access|refresh|id|auth|session|login|csrf|autostart|start)[_-]?token',
	'token',
	'(?:client[_-]?)?secret',
	'password|passphrase|passwd|pwd',
	'assertion|signature|(?:code[_-]?)?verifier|cookie|api[_-]?key',
	'authori[sz]ation',
	'consent[_-]?id|auth[_-]?req[_-]?id|session[_-]?id',
	'psu[_-]?id|ssn|personnummer|personal[_-]?(?:identity[_-]?)?number',
].join('|');

/** `name: value`, `name=value`, `"name":"value"`, also escaped; a scheme before the value goes with it. */
const named = new RegExp(
	`((?:${names})${quote}?(?:\\s|%20|\\+){0,3}(?:[:=]|%3A|%3D)(?:\\s|%20|\\+){0,3}${quote}?)(?:(?:Bearer|Basic|DPoP)(?:\\s|%20|\\+)+)?${value}`,
	'gi',
);
/** Ordinary words, secret only as a parameter: a bank's `"code":"FORMAT_ERROR"` must stay. */
const parameter = new RegExp(`((?<![A-Za-z])(?:code|state|nonce)(?:=|%3D))${value}`, 'gi');

const scheme = /\b(Bearer|Basic|DPoP)((?:\s|%20|\+){1,3})[A-Za-z0-9._~+/%=-]+/gi;
const jwt = /eyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*){0,4}/g;
const pem = /-----BEGIN [A-Z ]{1,40}-----[^-]*(?:-----END [A-Z ]{1,40}-----)?/g;
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const run = /[A-Za-z0-9+/_-]{12,}(?:=|%3D){0,2}/g;

/** Secrets that are known by what stands before or around them. */
export function maskNamed(text: string): string {
	return text
		.replace(pem, '…')
		.replace(named, (_all, name: string) => `${name}…`)
		.replace(parameter, (_all, name: string) => `${name}…`)
		.replace(scheme, (_all, name: string, between: string) => `${name}${between}…`)
		.replace(jwt, '…')
		.replace(uuid, '…');
}

/** Secrets that are known by being random: no word, no enum name and no sentence looks like them. */
export function maskRandom(text: string): string {
	return text.replace(run, (found) => (isRandom(found) ? '…' : found));
}

const longestDecoded = 4_000;

function isRandom(found: string): boolean {
	if (found.length > longestDecoded) return true;
	const hasDigit = /[0-9]/.test(found);
	if (hasDigit && found.length >= 24 && /[a-z]/i.test(found)) return true;
	if (hasDigit && found.length >= 16 && /[a-z]/.test(found) && /[A-Z]/.test(found)) return true;
	return [found, ...found.split('/')].some(hidesSecret);
}

/** Base64 of something that would itself be masked. */
function hidesSecret(encoded: string): boolean {
	const decoded = settleSync(() =>
		Buffer.from(encoded.replace(/%3D/gi, '='), 'base64').toString('utf8'),
	);
	if (!('value' in decoded) || !/^[\x20-\x7e]{8,}$/.test(decoded.value)) return false;
	return maskNumbers(maskNamed(decoded.value)) !== decoded.value;
}
