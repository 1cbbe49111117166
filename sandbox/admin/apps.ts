import type { FastifyInstance } from 'fastify';
import { z } from 'zod/v4';
import type { AppOrder } from '../apps/service';
import type { World } from '../bank/world';

const bodySchema = z.strictObject({ person: z.string().optional() }).default({});

const seen = ({ id, app, askedBy, status, madeAt, expected, person }: AppOrder) => ({
	id,
	app,
	askedBy,
	status,
	madeAt,
	expected: expected?.id,
	person: person?.id,
});

/** The other banks' apps without a screen. `:id` may be `latest`. */
export function appsAdminRoutes(app: FastifyInstance, world: World): void {
	app.get('/apps', async () => world.apps.all().map(seen));

	app.post('/apps/:id/:action', async (request, reply) => {
		const { id, action } = z
			.object({ id: z.string(), action: z.enum(['approve', 'reject', 'expire']) })
			.parse(request.params);
		const orders = world.apps.all();
		const order = id === 'latest' ? orders.at(-1) : orders.find((one) => one.id === id);
		if (order === undefined) return reply.code(404).send({ message: 'no such order' });
		if (order.status !== 'pending') return reply.code(409).send({ message: 'the order is over' });
		const { person: name } = bodySchema.parse(request.body ?? undefined);
		const person = world.person(name ?? order.expected?.id ?? 'testa');
		if (person === undefined) return reply.code(409).send({ message: 'nobody of that name' });
		const statuses = { approve: 'approved', reject: 'rejected', expire: 'expired' } as const;
		world.apps.answer(order, statuses[action], person);
		return seen(order);
	});
}
