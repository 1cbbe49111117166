import { redact } from './text';

/** Shorter ones would mask ordinary words. */
const shortest = 6;

/**
 * `redact` for text that may quote what we know to be secret (tokens, consent and account ids), whatever they
 * look like: as they are, URL-, JSON-, base64- or hex-encoded.
 */
export function createRedactor(
	secrets: ReadonlyArray<string | undefined>,
): (text: string) => string {
	const forms = new Set(
		secrets.flatMap((secret) =>
			secret === undefined || secret.length < shortest ? [] : encodings(secret),
		),
	);
	// Longest first: a form may be part of another one.
	const ordered = [...forms].sort((one, other) => other.length - one.length);
	return (text) => redact(ordered.reduce((masked, form) => masked.replaceAll(form, '…'), text));
}

function encodings(secret: string): string[] {
	const url = encodeURIComponent(secret);
	const form = new URLSearchParams({ _: secret }).toString().slice(2);
	return [
		secret,
		url,
		url.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()),
		encodeURIComponent(url),
		form,
		JSON.stringify(secret).slice(1, -1),
		JSON.stringify(JSON.stringify(secret)).slice(3, -3),
		Buffer.from(secret).toString('hex'),
		...insideBase64(secret),
	].filter((encoded) => encoded.length >= shortest);
}

/** What stays the same in base64 wherever in a longer text the secret stands: three alignments, edges cut. */
function insideBase64(secret: string): string[] {
	const bytes = Buffer.from(secret);
	return [0, 1, 2].flatMap((before) => {
		const whole = Buffer.concat([Buffer.alloc(before), bytes])
			.toString('base64')
			.replace(/=+$/, '');
		const first = Math.ceil((before * 8) / 6);
		const last = Math.floor(((before + bytes.length) * 8) / 6);
		const stable = whole.slice(first, last);
		return [stable, stable.replaceAll('+', '-').replaceAll('/', '_')];
	});
}
