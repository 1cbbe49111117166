import { maskNumbers } from './numbers';
import { maskNamed, maskRandom } from './tokens';
import { maskAround } from './url';

/** No message of ours is longer; a bank's may be a whole page. */
const longest = 20_000;

/**
 * Masks whatever looks like an IBAN, a card, a personal number, a token, a secret or a URL with ids, also URL-,
 * JSON- and base64-encoded. An IBAN keeps its country and last four characters, a card its last four digits,
 * the rest nothing.
 */
export function redact(text: string): string {
	const short = text.length > longest ? `${text.slice(0, longest).replace(/\S*$/, '')}…` : text;
	return maskAround(maskNamed(short), (between) => maskRandom(maskNumbers(between)));
}
