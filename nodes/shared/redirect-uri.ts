import { pageProblem } from '../../lib/config/typed-url';
import { BankError } from '../../lib/errors';
import type { LoginRecord } from '../../lib/login/record';
import { settleSync } from '../../lib/outcome';
import { readText } from './field-values';

/** Exactly as it was typed: banks compare it letter by letter with what is registered. `''`: none. */
export function readRedirectUri(written: unknown): string {
	const uri = readText('Redirect URI', written);
	const problem = uri === '' ? undefined : pageProblem(uri);
	if (problem === undefined) return uri;
	throw new BankError('invalid-input', `Redirect URI ${problem}`, {
		field: 'Redirect URI',
		nextStep: 'Copy it from where it is registered at the bank',
	});
}

type Query = Readonly<Record<string, string | undefined>>;

/**
 * Whether an answer must name its login by the state, as it must where it has a code or an error (RFC 6749 §4.1.2, §10.12):
 * a code without one may be another person's. Answers in words of a bank's own may come without.
 */
export const mustBeNamed = ({ state, code, error }: Query): boolean =>
	[state, code, error].some((each) => each !== undefined);

/** Nobody pastes more. */
const longest = 8_192;

/**
 * What the bank has sent the browser back with, out of the address that a person pastes. It must be the one of this
 * login: of its redirect URI, and with its state. Throws `invalid-input`; quotes nothing.
 */
export function readPasted(
	{ reference, redirectUri = '' }: Pick<LoginRecord, 'reference' | 'redirectUri'>,
	written: unknown,
): Query {
	const text = readText('Address', written);
	const parsed = settleSync(() => new URL(text.slice(0, longest)));
	const uri = settleSync(() => new URL(redirectUri));
	if ('error' in parsed || 'error' in uri) {
		throw wrong('Address is not a whole address', 'Copy all of it, beginning with https://');
	}
	const { origin, pathname, searchParams } = parsed.value;
	const registered = uri.value;
	const isThere =
		origin === registered.origin &&
		pathname === registered.pathname &&
		[...registered.searchParams].every(([name, value]) => searchParams.get(name) === value);
	if (!isThere) {
		throw wrong(
			'Address is not the one that the bank sends the browser to',
			'Finish the login at the bank, then copy the address of the page that opens, even if that page can not be shown',
		);
	}
	const query = answerOf(parsed.value);
	if (mustBeNamed(query) && query['state'] !== reference) {
		throw wrong(
			'Address belongs to another login',
			'Copy the address of the login that was started last, or start again',
		);
	}
	const own = new Set(registered.searchParams.keys());
	if (Object.keys(query).some((name) => !own.has(name))) return query;
	throw wrong(
		'Address holds no answer of the bank',
		'Finish the login at the bank first, then copy the whole address',
	);
}

/**
 * Some banks answer behind the # (OpenID Connect Core §3.3.2.5). The tokens beside the code are not read: the code
 * brings them.
 */
function answerOf({ searchParams, hash }: URL): Query {
	const query: Query = Object.fromEntries(searchParams);
	const { id_token, access_token, ...fragment }: Query = Object.fromEntries(
		new URLSearchParams(hash.slice(1)),
	);
	const isAnswer = fragment['code'] !== undefined || fragment['error'] !== undefined;
	return isAnswer && !mustBeNamed(query) ? { ...query, ...fragment } : query;
}

const wrong = (message: string, nextStep: string) =>
	new BankError('invalid-input', message, { field: 'Address', nextStep });
