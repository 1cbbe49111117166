import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod/v4';
import type { World } from '../bank/world';
import type { Order } from '../bankid/order';
import { PhoneError } from '../bankid/service';

const actions = ['open', 'identify', 'approve', 'cancel', 'fail', 'hint'] as const;
const bodySchema = z
	.strictObject({ person: z.string().optional(), hintCode: z.string().optional() })
	.default({});

/** The phone without a screen. `:orderRef` may be `latest`. */
export function bankIdAdminRoutes(app: FastifyInstance, world: World): void {
	const seen = (order: Order) => {
		const { orderRef, autoStartToken, status, hintCode, madeAt, expected, person } = order;
		return {
			orderRef,
			autoStartToken,
			qr: world.bankId.qrText(order),
			status,
			hintCode,
			madeAt,
			expected: expected?.id,
			person: person?.id,
		};
	};

	app.get('/bankid', async () => world.bankId.all().map(seen));

	app.post('/bankid/:orderRef/:action', async (request, reply) => {
		const { orderRef, action } = z
			.object({ orderRef: z.string(), action: z.enum(actions) })
			.parse(request.params);
		const orders = world.bankId.all();
		const order =
			orderRef === 'latest' ? orders.at(-1) : orders.find((one) => one.orderRef === orderRef);
		if (order === undefined) return reply.code(404).send({ message: 'no such order' });
		try {
			act(world, request, order, action);
		} catch (error) {
			if (!(error instanceof PhoneError)) throw error;
			return reply.code(409).send({ message: error.message });
		}
		return seen(order);
	});
}

function act(
	world: World,
	request: FastifyRequest,
	order: Order,
	action: (typeof actions)[number],
) {
	const { bankId } = world;
	const { person: id, hintCode } = bodySchema.parse(request.body ?? undefined);
	const person = world.person(id ?? order.expected?.id ?? 'testa');
	if (person === undefined) throw new PhoneError('nobody of that name');
	switch (action) {
		case 'open':
			bankId.open(order.autoStartToken);
			return;
		case 'identify':
			bankId.identify(order, person);
			return;
		case 'approve':
			bankId.identify(
				order,
				order.person !== undefined && id === undefined ? order.person : person,
			);
			bankId.approve(order);
			return;
		case 'cancel':
			bankId.fail(order, 'userCancel');
			return;
		case 'fail':
			bankId.fail(order, hintCode ?? 'expiredTransaction');
			return;
		case 'hint':
			order.hintCode = hintCode ?? 'noClient';
	}
}
