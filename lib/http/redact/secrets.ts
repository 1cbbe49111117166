import { Reading, type Span } from './reading';
import { longestText, redactReading } from './text';

/** Shorter ones would mask ordinary words. */
const shortest = 6;

/**
 * `redact` for text that may quote what we know to be secret (tokens, consent and account ids), whatever they
 * look like: as they are, spelled in any way that `redact` reads, URL-, JSON-, base64- or hex-encoded.
 */
export function createRedactor(
	secrets: ReadonlyArray<string | undefined>,
): (text: string) => string {
	const known = secrets.filter((secret) => secret !== undefined && secret.length >= shortest);
	const forms = longestFirst(known.flatMap((secret = '') => encodings(secret)));
	const readings = longestFirst(known.map((secret = '') => Reading.of(secret).plain));
	const margin = forms[0]?.length ?? 0;
	return (text) => {
		const short = text.slice(0, longestText + margin);
		const masked = forms.reduce((before, form) => before.replaceAll(form, '…'), short);
		// Where it was cut a secret may begin that nobody would know without its end.
		const sure = short === text ? masked : `${masked.slice(0, masked.length - margin)}…`;
		return redactReading(sure, (reading) => readings.reduce(maskAll, reading));
	};
}

/** A form may be part of another one. */
const longestFirst = (forms: readonly string[]): readonly string[] =>
	[...new Set(forms)]
		.filter((form) => form.length >= shortest)
		.sort((one, other) => other.length - one.length);

function maskAll(reading: Reading, form: string): Reading {
	const spans: Span[] = [];
	for (let at = reading.plain.indexOf(form); at >= 0; ) {
		spans.push({ start: at, end: at + form.length, by: '…' });
		at = reading.plain.indexOf(form, at + form.length);
	}
	return reading.mask(spans);
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
