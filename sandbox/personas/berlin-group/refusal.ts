import type { FastifyReply } from 'fastify';

/** A call refused in the standard's words (Berlin Group 1.3, §14.11 message codes). */
export class Refusal extends Error {
	constructor(
		readonly status: number,
		readonly code: string,
		text: string,
		/** The header, query or body field that is wrong. */
		readonly path?: string,
	) {
		super(text);
	}
}

export const formatError = (path: string, text: string): Refusal =>
	new Refusal(400, 'FORMAT_ERROR', text, path);

/** The standard gives these no body: it has no message codes for them. */
const bodiless = new Set([408, 415, 500, 503]);

export function refuse(
	reply: FastifyReply,
	status: number,
	code = 'ERROR',
	text?: string,
	path?: string,
): FastifyReply {
	reply.code(status);
	if (status === 401) reply.header('www-authenticate', 'Bearer');
	if (bodiless.has(status)) return reply.send();
	return reply.send({
		tppMessages: [
			{
				category: 'ERROR',
				code,
				...(path !== undefined && { path }),
				...(text !== undefined && { text }),
			},
		],
	});
}
