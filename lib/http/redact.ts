import { maskShapes } from './redact/shapes';
import { maskUrls } from './redact/url';

export { redactHeaders } from './redact/headers';
export { redactUrl } from './redact/url';
export { createRedactor } from './redact/secrets';

/**
 * Masks whatever looks like an IBAN, a card, a personal number, a token, a secret or a URL with ids.
 * An IBAN keeps its country and last four characters, a card its last four digits, the rest nothing.
 */
export function redact(text: string): string {
	return maskShapes(maskUrls(text));
}
