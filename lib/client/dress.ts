import { payloadOf } from '../http/payload';
import type { HttpRequest } from '../http/port';
import { createSigner } from '../keys/signer';
import type { Access } from '../login/session';
import type { As } from '../profile/call';
import type { Sending, SignPlan, Wire } from '../profile/wire';
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
		...(attended && { holder: attended }),
	};
	const { authorization = bearer } = wire;
	const name = headerOf(wire);
	const authorized = authorization(sending);
	const headers = {
		...request.headers,
		...(attended && wire.attendance?.(attended, sending)),
		...(name === 'none' ? {} : { [name]: requestId }),
		...wire.dress?.(sending),
		...(authorized === undefined ? {} : { Authorization: authorized }),
	};
	const body = request.body === undefined ? undefined : (wire.body?.(sending) ?? request.body);
	const plain = { ...request, path: url, query: {}, headers, ...(body !== undefined && { body }) };
	// Without a key where it is optional: where it is required nobody comes here without one.
	if (client.signing === undefined) return plain;
	const plan = typeof wire.sign === 'function' ? wire.sign(sending) : wire.sign;
	return plan === undefined ? plain : signed(plain, plan, sending);
}

const headerOf = ({ requestId = 'X-Request-ID' }: Wire) =>
	typeof requestId === 'string' ? requestId : requestId.header;

/** Last of all: what is signed may not change any more. */
function signed(request: HttpRequest, plan: SignPlan, sending: Sending): HttpRequest {
	const { client, url } = sending;
	const payload = payloadOf(request);
	const headers = { ...(payload && { 'Content-Type': payload.type }), ...request.headers };
	const sign = createSigner(plan, client);
	const body = payload && Buffer.from(payload.data);
	const added = sign({ method: request.method, url, headers, body }, sending);
	return { ...request, headers: { ...headers, ...added } };
}

/** RFC 6750 §2.1. */
const bearer = ({ accessToken }: Sending) =>
	accessToken === undefined ? undefined : `Bearer ${accessToken}`;
