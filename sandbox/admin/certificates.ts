import type { FastifyInstance } from 'fastify';
import type { Certificates } from '../tls/listener';

/** What a caller over HTTPS shows, right and wrong, all PEM. */
export function certificateAdminRoutes(
	app: FastifyInstance,
	certificates: () => Certificates | undefined,
): void {
	app.get('/certificates', async (_request, reply) => {
		const made = certificates();
		if (made === undefined) return reply.code(404).send({ message: 'opened without HTTPS' });
		const { authority, client, expired, notYetValid, foreign } = made;
		return { authority, client, expired, notYetValid, foreign };
	});
}
