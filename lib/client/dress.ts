import type { HttpRequest } from '../http/port';
import type { Access } from '../login/session';
import type { As } from '../profile/call';
import type { Sending } from '../profile/wire';
import type { BankClientOptions } from './options';

/** What all attempts of a connection have in common. */
export type Dressing = Pick<
	BankClientOptions,
	'bank' | 'hosts' | 'client' | 'constants' | 'attended' | 'clock'
>;

export interface Attempt {
	readonly request: HttpRequest;
	/** Final: with its query. */
	readonly url: string;
	readonly requestId: string;
	readonly operation: string;
	readonly as: As;
	readonly access: Access;
}

/** One attempt as it goes on the wire: what all calls of the bank have in common is put on here, and nowhere else. */
export function dressed(
	{ bank, hosts, client = { id: '' }, constants = {}, attended, clock }: Dressing,
	{ request, url, requestId, operation, as, access }: Attempt,
): HttpRequest {
	const { wire = {} } = bank;
	const { accessToken, kept: facts = {} } = access;
	const sending: Sending = {
		...{ request, url, requestId, operation, as, client, hosts, constants, facts },
		now: clock.now(),
		...(accessToken === '' ? {} : { accessToken }),
	};
	const { requestId: name = 'X-Request-ID', authorization = bearer } = wire;
	const authorized = authorization(sending);
	return {
		...request,
		path: url,
		query: {},
		headers: {
			...request.headers,
			...(attended && wire.attendance?.(attended, sending)),
			...(name === 'none' ? {} : { [name]: requestId }),
			...wire.dress?.(sending),
			...(authorized === undefined ? {} : { Authorization: authorized }),
		},
	};
}

/** RFC 6750 §2.1. */
const bearer = ({ accessToken }: Sending) =>
	accessToken === undefined ? undefined : `Bearer ${accessToken}`;
