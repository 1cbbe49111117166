import { maskNumbers } from './numbers';
import { Reading } from './reading';
import { maskNamed, maskRandom, maskUuids } from './tokens';
import { maskAround, maskUrls } from './url';

/** No message of ours is longer; a bank's may be a whole page. */
export const longestText = 20_000;

/**
 * Masks whatever looks like an IBAN, a card, a personal number, a token, a secret or a URL with ids, however it is
 * spelled: with any blank, dash or dot, with invisible characters, in other digits, URL-, JSON-, HTML- or
 * base64-encoded. An IBAN keeps its country and last four characters, a card its last four digits, the rest nothing.
 */
export const redact = (text: string): string => redactReading(text, (reading) => reading);

/** `redact`, after `first` has masked what it knows. */
export function redactReading(text: string, first: (reading: Reading) => Reading): string {
	// What has a name is masked whole before URLs are: the name may stand at the end of one.
	const withoutNamed = maskNamed(first(Reading.of(withinLength(text)))).text;
	return maskAround(withoutNamed, (between) => maskForms(Reading.of(between)).text);
}

const maskForms = (reading: Reading): Reading =>
	maskRandom(maskNumbers(maskUuids(maskUrls(reading))));

/** Cut where a word ends: half a token would not be known as one. */
function withinLength(text: string): string {
	if (text.length <= longestText) return text;
	let end = longestText;
	while (end > 0 && !/\s/.test(text.charAt(end - 1))) end -= 1;
	return `${text.slice(0, end)}…`;
}
