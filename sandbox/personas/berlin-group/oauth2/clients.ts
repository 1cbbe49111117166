import type { FastifyRequest } from 'fastify';
import { hostProblem } from '../../../../lib/config/typed-url';
import type { Bank } from '../../../bank/bank';
import { same } from '../../../bank/secrets';
import type { Client } from '../../../settings';

/** RFC 6749 §2.3.1: HTTP Basic, or client_id and client_secret in the body. */
export function authenticated(bank: Bank, request: FastifyRequest): Client | undefined {
	const { client_id: id, client_secret: secret } = (request.body ?? {}) as Record<string, string>;
	const given = basic(request.headers.authorization) ?? { id, secret };
	const client = bank.clients.get(given.id ?? '');
	return client !== undefined && same(client.secret, given.secret ?? '') ? client : undefined;
}

function basic(authorization: string | undefined) {
	const encoded = /^Basic (\S+)$/.exec(authorization ?? '')?.[1];
	if (encoded === undefined) return undefined;
	const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(':');
	return { id: formDecoded(id), secret: formDecoded(secret) };
}

const formDecoded = (text: string): string =>
	new URLSearchParams(`value=${text}`).get('value') ?? '';

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

export function mayRedirectTo(client: Client, address: string): boolean {
	if (client.redirectUris !== 'loopback') return client.redirectUris.includes(address);
	return hostProblem(address) === undefined && loopback.has(new URL(address).hostname);
}
