import type { FastifyInstance } from 'fastify';
import type { World } from '../bank/world';
import { people } from '../data/people';
import { page, safe } from '../pages/layout';
import type { AppOrder } from './service';

export const appsPath = '/phone';

/** A page that plays every other bank's app on somebody's phone. */
export function appsPage(app: FastifyInstance, world: World): void {
	app.get(appsPath, async (_request, reply) => {
		const waiting = world.apps.all().filter(({ status }) => status === 'pending');
		const body = waiting.length === 0 ? '<p>Nothing waits for an answer.</p>' : '';
		return page(reply, 'Apps, simulated', body + waiting.map(question).join(''));
	});

	app.post(`${appsPath}/answer`, async (request, reply) => {
		const form = (request.body ?? {}) as Readonly<Record<string, string | undefined>>;
		const order = world.apps.look(form['order'] ?? '');
		if (order?.status !== 'pending') {
			return page(reply.code(409), 'Too late', '<p class="warning">The order is over.</p>');
		}
		const approved = form['answer'] !== 'reject';
		world.apps.answer(
			order,
			approved ? 'approved' : 'rejected',
			world.person(form['answer'] ?? ''),
		);
		return page(reply, approved ? 'Approved' : 'Rejected', '<p>You can go back now.</p>');
	});
}

function question({ id, app, askedBy, expected }: AppOrder): string {
	const choices = people
		.filter((person) => expected === undefined || person === expected)
		.map(
			({ id: person, name }) =>
				`<button class="choice" name="answer" value="${person}" id="approve-${person}">Approve as ${safe(name)}</button>`,
		)
		.join('');
	return `<form method="post" action="${appsPath}/answer"><h2>${safe(app)}</h2>
		<p>${safe(askedBy)} asks whether it is you who logs in.</p>
		<input type="hidden" name="order" value="${id}">${choices}
		<p><button class="act quiet" name="answer" value="reject" id="reject">Reject</button></p></form>`;
}
