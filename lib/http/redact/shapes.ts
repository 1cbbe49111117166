import { settleSync } from '../../outcome';

/** A blank as people, URLs and JSON write it. */
const blank = String.raw`(?:[ \u00a0+]|%20|%C2%A0|\\u00a0)`;
/** A hyphen, or the plus sign of a Swede over a hundred. */
const dash = String.raw`(?:[-+\u2013]|%2[BbDd])`;
/** Not inside a longer word; `%XX` and `\uXXXX` before it end with a hex digit that is no part of it. */
const begin = String.raw`(?<![A-Za-z0-9]|(?<!%)%[0-9A-Fa-f]?)`;
const afterEscape = String.raw`(?:(?<=%[0-9A-Fa-f]{2})|(?<=\\u[0-9A-Fa-f]{4})|(?<=\\[nrtbf])|${begin})`;
const end = String.raw`(?![A-Za-z0-9])`;

const iban = new RegExp(
	`${afterEscape}[A-Z]{2}[0-9]{2}(?:${blank}?[A-Z0-9]{2,4}){2,9}${blank}?[A-Z0-9]{1,4}${end}`,
	'gi',
);

const keyed = new RegExp(
	[
		String.raw`((?:[a-z0-9]+[_-])*(?:access|refresh|id|auth|session|consent|login)?[_-]?(?:token|secret|password|passphrase|assertion|signature|verifier|cookie|credential|pwd|ssn|personnummer|personal[_-]?(?:identity[_-]?)?number|psu-id|psuid|api[_-]?key|client[_-]?secret|consent[_-]?id|auth_req_id|autostart[_-]?token|authorization|code|state))`,
		String.raw`(\\*["']?(?:%22)?\s*(?:[:=]|%3A|%3D)\s*(?:%20)*\\*["']?(?:%22)?)`,
		String.raw`((?:Bearer|Basic|DPoP)(?:\s|%20|\+)+)?`,
		String.raw`(?!\s)((?:(?!%22|%26|\\+["'])[^\s"'&,;}\])<>])+)`,
	].join(''),
	'gi',
);

const scheme = /\b(Bearer|Basic|DPoP)((?:\s|%20|\+)+)[A-Za-z0-9._~+/%=-]+/gi;
const jwt = /eyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*){0,4}/g;
const pem = /-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$)/g;
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const base64 = /[A-Za-z0-9+/_-]{12,}(?:=|%3D){0,2}/g;

const personalNumbers = [
	// Swedish (8 or 6 digits and 4), Danish (6 and 4)
	String.raw`[0-9]{6}(?:[0-9]{2})?(?:${dash}|${blank})[0-9]{4}`,
	// Finnish: 131052-308T, century sign -, + or a letter
	String.raw`[0-9]{6}(?:${dash}|[A-FU-Y])[0-9]{3}[0-9A-Y]`,
	// Belgian: 85.07.30-033.28
	String.raw`[0-9]{2}\.[0-9]{2}\.[0-9]{2}${dash}[0-9]{3}\.[0-9]{2}`,
	// Italian codice fiscale
	String.raw`[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]`,
	// Spanish DNI and NIE
	String.raw`[XYZ0-9][0-9]{7}${dash}?[A-Z]`,
].map((shape) => new RegExp(`${afterEscape}${shape}${end}`, 'gi'));

/** Cards in groups, and any run of nine digits or more: account, social security and tax numbers. */
const longNumber = new RegExp(
	`${afterEscape}[0-9](?:(?:${blank}|-)?[0-9]){8,}${end}|[0-9]{9,}`,
	'gi',
);

const digitsOf = (text: string) => text.replace(/%20|\\u00a0|[^0-9]/g, '');

/** `SE45 5000 0000 0583 9825 7466` → `SE…7466`, whatever stands between the groups. */
function maskIbanText(written: string): string {
	const compact = written.replace(/%20|%C2%A0|\\u00a0|[^A-Za-z0-9]/gi, '').toUpperCase();
	if (compact.length < 15) return written;
	return `${compact.slice(0, 2)}…${compact.slice(-4)}`;
}

function maskNumber(written: string): string {
	const digits = digitsOf(written);
	// Twelve and fewer may be a person's number, of which nothing may stay.
	return digits.length < 13 ? '…' : `…${digits.slice(-4)}`;
}

/** A long run of mixed characters is a token, whoever made it; a word or an enum name is not. */
function maskRandom(run: string): string {
	const mixed = /[0-9]/.test(run) && /[a-z]/.test(run) && /[A-Z]/.test(run);
	const hexOrLower = run.length >= 24 && /[0-9]/.test(run) && /[a-z]/i.test(run);
	if ((mixed && run.length >= 16) || hexOrLower) return '…';
	return hidesSecret(run) ? '…' : run;
}

/** Base64 of something that would itself be masked. */
function hidesSecret(run: string): boolean {
	const decoded = settleSync(() =>
		Buffer.from(run.replace(/%3D/gi, '='), 'base64').toString('utf8'),
	);
	if (!('value' in decoded) || !/^[\x20-\x7e]{8,}$/.test(decoded.value)) return false;
	return maskReadable(decoded.value) !== decoded.value;
}

function maskReadable(text: string): string {
	const keyless = text
		.replace(pem, '…')
		.replace(keyed, (_all, key: string, between: string) => `${key}${between}…`)
		.replace(scheme, (_all, name: string, between: string) => `${name}${between}…`)
		.replace(jwt, '…')
		.replace(uuid, '…')
		.replace(iban, maskIbanText);
	const impersonal = personalNumbers.reduce((masked, shape) => masked.replace(shape, '…'), keyless);
	return impersonal.replace(longNumber, maskNumber);
}

export function maskShapes(text: string): string {
	return maskReadable(text).replace(base64, maskRandom);
}
