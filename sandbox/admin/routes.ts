import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z, ZodError } from 'zod/v4';
import type { Bank } from '../bank/bank';
import { faultSchema } from '../bank/faults';
import { same } from '../bank/secrets';
import { dayNumber } from '../data/calendar';
import { ledger } from '../data/ledger';
import { people } from '../data/people';

const day = z.string().refine((text) => dayNumber(text) !== undefined, 'is no date');
const ledgerQuery = z.strictObject({
	bank: z.string().optional(),
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
const bankQuery = z.looseObject({ bank: z.string().optional() });

class NoSuchBank extends Error {}

const consentMoves = { revoke: 'revokedByPsu', expire: 'expired' } as const;

/** The other side of the counter: what tests and demonstrations do to a bank. `?bank=` says which; absent: the first. */
export function adminRoutes(app: FastifyInstance, banks: readonly Bank[], adminKey: string): void {
	const bankOf = ({ query }: FastifyRequest): Bank => {
		const { bank: id } = bankQuery.parse(query);
		const bank = id === undefined ? banks[0] : banks.find((one) => one.id === id);
		if (bank === undefined)
			throw new NoSuchBank(`no such bank; there are ${banks.map((one) => one.id).join(', ')}`);
		return bank;
	};

	app.addHook('onRequest', async (request, reply) => {
		const key = request.headers['x-sandbox-admin'];
		if (typeof key === 'string' && same(key, adminKey)) return undefined;
		return reply.code(401).send({ message: 'x-sandbox-admin carries the admin key' });
	});
	app.setErrorHandler((error, _request, reply) => {
		if (error instanceof ZodError) {
			return reply.code(400).send({ message: z.prettifyError(error) });
		}
		if (error instanceof NoSuchBank) return reply.code(404).send({ message: error.message });
		return reply.send(error);
	});

	app.get('/people', async () => people.map(({ id, name }) => ({ id, name })));
	app.get('/client', async (request) => {
		const { id, secret, privateKey } = bankOf(request).world.demo;
		return { id, secret, privateKey };
	});
	app.get('/banks', async () => banks.map(({ id, name }) => ({ id, name })));

	app.get('/faults', async (request) => bankOf(request).faults.pending());
	app.post('/faults', async (request, reply) => {
		const { faults } = bankOf(request);
		faults.add(faultSchema.parse(request.body));
		return reply.code(201).send(faults.pending());
	});
	app.delete('/faults', async (request, reply) => {
		bankOf(request).faults.clear();
		return reply.code(204).send();
	});

	app.post('/tokens/expire', async (request) => ({
		expired: bankOf(request).grants.expireAll(),
	}));

	app.get('/consents', async (request) =>
		bankOf(request)
			.consents.all()
			.map(({ granted, ...consent }) => ({ ...consent, accounts: [...granted.accounts] })),
	);
	app.post('/consents/:id/:move', async (request, reply) => {
		const { id, move } = z
			.object({ id: z.string(), move: z.enum(['revoke', 'expire']) })
			.parse(request.params);
		const { consents } = bankOf(request);
		const consent = consents.find(id);
		if (consent === undefined) return reply.code(404).send({ message: 'no such consent' });
		consents.move(consent, consentMoves[move]);
		return { consentId: id, status: consent.status };
	});

	app.get('/barrier', async (request) => bankOf(request).barrier.state());
	app.post('/barrier', async (request) => {
		const { barrier } = bankOf(request);
		const { requests, endpoint, timeoutMs } = barrierBody.parse(request.body);
		barrier.raise(requests, endpoint, timeoutMs);
		return barrier.state();
	});

	app.get('/ledger', async (request) => {
		const bank = bankOf(request);
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

	app.get('/log', async (request) => bankOf(request).log.all());
	app.get('/urls', async (request) => bankOf(request).log.urls());

	app.get('/settings', async (request) => bankOf(request).settings);
	app.post('/settings', async (request) => {
		const bank = bankOf(request);
		bank.change(z.record(z.string(), z.unknown()).parse(request.body));
		return bank.settings;
	});
	/** All banks, the phones and the clock too: a bank alone could not be as just opened. */
	app.post('/reset', async (_request, reply) => {
		for (const bank of banks) bank.reset();
		banks[0]?.world.reset();
		return reply.code(204).send();
	});
}
