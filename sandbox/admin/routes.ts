import type { FastifyInstance } from 'fastify';
import { z, ZodError } from 'zod/v4';
import type { Bank } from '../bank/bank';
import { faultSchema } from '../bank/faults';
import { same } from '../bank/secrets';
import { dayNumber } from '../data/calendar';
import { ledger } from '../data/ledger';
import { people } from '../data/people';

const day = z.string().refine((text) => dayNumber(text) !== undefined, 'is no date');
const ledgerQuery = z.strictObject({
	person: z.string().optional(),
	account: z.string().optional(),
	from: day.optional(),
	to: day.optional(),
});
const barrierBody = z.strictObject({
	requests: z.number().int().positive(),
	endpoint: z.string().optional(),
	timeoutMs: z.number().int().positive().default(20_000),
});
const consentMoves = { revoke: 'revokedByPsu', expire: 'expired' } as const;

/** The other side of the counter: what tests and demonstrations do to the bank. */
export function adminRoutes(app: FastifyInstance, bank: Bank, adminKey: string): void {
	app.addHook('onRequest', async (request, reply) => {
		const key = request.headers['x-sandbox-admin'];
		if (typeof key === 'string' && same(key, adminKey)) return undefined;
		return reply.code(401).send({ message: 'x-sandbox-admin carries the admin key' });
	});
	app.setErrorHandler((error, _request, reply) =>
		error instanceof ZodError
			? reply.code(400).send({ message: z.prettifyError(error) })
			: reply.send(error),
	);

	app.get('/people', async () => people.map(({ id, name }) => ({ id, name })));

	app.get('/faults', async () => bank.faults.pending());
	app.post('/faults', async (request, reply) => {
		bank.faults.add(faultSchema.parse(request.body));
		return reply.code(201).send(bank.faults.pending());
	});
	app.delete('/faults', async (_request, reply) => {
		bank.faults.clear();
		return reply.code(204).send();
	});

	app.post('/tokens/expire', async () => ({ expired: bank.grants.expireAll() }));

	app.get('/consents', async () =>
		bank.consents.all().map(({ granted, ...consent }) => ({
			...consent,
			accounts: [...granted.accounts],
		})),
	);
	app.post('/consents/:id/:move', async (request, reply) => {
		const { id, move } = z
			.object({ id: z.string(), move: z.enum(['revoke', 'expire']) })
			.parse(request.params);
		const consent = bank.consents.find(id);
		if (consent === undefined) return reply.code(404).send({ message: 'no such consent' });
		bank.consents.move(consent, consentMoves[move]);
		return { consentId: id, status: consent.status };
	});

	app.get('/barrier', async () => bank.barrier.state());
	app.post('/barrier', async (request) => {
		const { requests, endpoint, timeoutMs } = barrierBody.parse(request.body);
		bank.barrier.raise(requests, endpoint, timeoutMs);
		return bank.barrier.state();
	});

	app.get('/ledger', async (request) => {
		const { person, account, from, to } = ledgerQuery.parse(request.query);
		const today = bank.today();
		const days = {
			first: dayNumber(from ?? '') ?? 0,
			last: dayNumber(to ?? '') ?? today,
		};
		return bank.library
			.all()
			.filter((book) => (person ?? book.owner.id) === book.owner.id)
			.filter((book) => (account ?? book.resourceId) === book.resourceId)
			.flatMap((book) => ledger(book, today, days));
	});

	app.get('/log', async () => bank.log.all());
	app.get('/urls', async () => bank.log.urls());

	app.get('/settings', async () => bank.settings);
	app.post('/settings', async (request) => {
		bank.change(z.record(z.string(), z.unknown()).parse(request.body));
		return bank.settings;
	});
	app.post('/reset', async (_request, reply) => {
		bank.reset();
		return reply.code(204).send();
	});
}
