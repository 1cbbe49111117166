import { settleSync } from '../outcome';

const port = String.raw`(?:\d{1,4}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5])`;
// Printable ASCII but # and \, which a URL parser takes for something else than a reader does.
const rest = String.raw`(?::${port})?(?:[/?][!"$-\[\]-~]*)?$`;
const anyHost = String.raw`(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])`;
const thisMachine = String.raw`(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])`;

/**
 * A URL that somebody typed and that secrets are sent to: https, or http to this machine, and spelled so that it means
 * the same to whoever reads it and to every parser. The source of a regular expression (flag `i`), for n8n's expressions
 * know no `URL`.
 */
export const typedUrl = `^(?:https://${anyHost}|http://${thisMachine})${rest}`;

/** The same for an address that only people are sent to: http within one's own network will do. */
const pageUrl = `^https?://${anyHost}${rest}`;

/** Whether a URL's host is the machine itself: plain HTTP may go there. */
export const isThisMachine = (hostname: string): boolean => matches(`^${thisMachine}$`, hostname);

/** Why a host can't be used; `undefined` where it can. Plain HTTP never leaves the machine. */
export const hostProblem = (written: string): string | undefined =>
	problemOf(written, typedUrl, 'must be an https URL');

/** The same for the API's base: what is asked for is put behind it, and would become part of a query. */
export const baseProblem = (written: string): string | undefined =>
	hostProblem(written) ?? (written.includes('?') ? 'must not have a ? part' : undefined);

/** The same for a page. */
export const pageProblem = (written: string): string | undefined =>
	problemOf(written, pageUrl, 'must be an https or http URL');

function problemOf(written: string, allowed: string, scheme: string): string | undefined {
	if (matches(allowed, written)) return URL.canParse(written) ? undefined : 'must be a URL';
	const parsed = settleSync(() => new URL(written));
	if ('error' in parsed) return 'must be a URL';
	const { protocol, username, password } = parsed.value;
	if (username !== '' || password !== '') return 'must not hold a user or password';
	if (written.includes('#')) return 'must not have a # part';
	if (!/^https?:$/.test(protocol) || matches(pageUrl, written)) return scheme;
	return 'must be spelled with plain letters, digits, dots and hyphens, and without blanks';
}

const matches = (pattern: string, written: string) => new RegExp(pattern, 'i').test(written);
