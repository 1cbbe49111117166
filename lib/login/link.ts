import { z } from 'zod/v4';
import { BankError } from '../errors';
import { settleSync } from '../outcome';
import type { Sealer } from '../store/seal';
import type { StoredLogin } from './stored-login';

/** A link that may be sent by mail: it opens one connection's login page until it expires or is overtaken. */
export interface LoginLink {
	/** Epoch ms. */
	readonly until: number;
	/** The login that was in force when it was made; void after the next one. */
	readonly after: string;
}

const schema = z.object({ until: z.number(), after: z.string() });
const boundTo = (connectionId: string) => `login link ${connectionId}`;
const standing = (login: StoredLogin | undefined) => login?.loginId ?? 'none yet';

export function makeLink(
	sealer: Sealer,
	connectionId: string,
	login: StoredLogin | undefined,
	until: number,
): string {
	const link: LoginLink = { until, after: standing(login) };
	return sealer.seal(JSON.stringify(link), boundTo(connectionId));
}

/** Throws `login-required`, saying why the link does not open the page. */
export function checkLink(
	sealer: Sealer,
	connectionId: string,
	login: StoredLogin | undefined,
	written: string | undefined,
	now: number,
): void {
	if (written === undefined || written === '') {
		throw refused('This page opens only through a login link', 'Ask for a link');
	}
	const opened = sealer.open(written, boundTo(connectionId));
	const link = settleSync(() => schema.parse(JSON.parse(opened ?? '')));
	if ('error' in link) throw refused('This login link is not valid', 'Ask for a new link');
	if (link.value.until <= now) throw refused('This login link has expired', 'Ask for a new link');
	if (link.value.after !== standing(login)) {
		throw refused(
			'This login link was used before, or somebody has logged in since',
			'Nothing needs to be done, or ask for a new link',
		);
	}
}

const refused = (message: string, nextStep: string) =>
	new BankError('login-required', message, { nextStep });
