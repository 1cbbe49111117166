import type { FastifyInstance } from 'fastify';
import type { Bank } from '../../bank/bank';
import { sufferFaults } from '../../kit/fault-hooks';
import { accountRoutes } from './accounts';
import { authorisationRoutes } from './authorisations';
import { consentRoutes } from './consents';
import { DecoupledLogins } from './decoupled';
import { checkHeaders } from './gate';
import { authorizeRoutes } from './oauth2/authorize';
import { metadataRoute } from './oauth2/metadata';
import { tokenRoute } from './oauth2/token';
import { formatError, Refusal, refuse } from './refusal';
import { transactionRoutes } from './transactions';

export const berlinGroupPath = '/berlin-group';

const faultCodes: Readonly<Record<string, string>> = {
	'too-many': 'TOO_MANY_REQUESTS',
	quota: 'ACCESS_EXCEEDED',
};

/** A bank that speaks Berlin Group NextGenPSD2 XS2A 1.3.11 to the letter. */
export function berlinGroup(app: FastifyInstance, bank: Bank, url: () => string): void {
	const base = () =>
		bank.settings.links === 'absolute' ? `${url()}${berlinGroupPath}` : berlinGroupPath;

	app.addHook('onRequest', async (request, reply) => {
		bank.log.start(request, bank.now());
		const requestId = request.headers['x-request-id'];
		if (typeof requestId === 'string') reply.header('x-request-id', requestId);
	});
	sufferFaults(app, bank, (reply, reason, { status = 429, code = faultCodes[reason] }) => {
		const { endpoint } = reply.request.routeOptions.config;
		if (endpoint !== 'token') return refuse(reply, status, code);
		return reply.code(status).send({ error: code ?? 'temporarily_unavailable' });
	});
	app.addHook('onResponse', async (request, reply) => {
		// A cut answer has no status: nobody received it.
		if (request.fault?.kind !== 'cut') bank.log.note(request, { status: reply.statusCode });
		if (reply.statusCode === 401) {
			bank.barrier.refused(request.routeOptions.config.endpoint ?? 'unknown');
		}
	});

	app.setErrorHandler((error, request, reply) => {
		const refusal = error instanceof Refusal ? error : asRefusal(error);
		bank.log.note(request, { code: refusal.code });
		return refuse(reply, refusal.status, refusal.code, refusal.message, refusal.path);
	});
	app.setNotFoundHandler((_request, reply) =>
		refuse(reply, 404, 'RESOURCE_UNKNOWN', 'the bank has no such address'),
	);

	const logins = new DecoupledLogins(bank);
	authorizeRoutes(app, bank);
	tokenRoute(app, bank);
	metadataRoute(app, () => `${url()}${berlinGroupPath}`);
	app.register(async (xs2a) => {
		xs2a.addHook('preHandler', async (request) => checkHeaders(bank, request));
		consentRoutes(xs2a, bank, logins, base);
		authorisationRoutes(xs2a, bank, logins, base);
		accountRoutes(xs2a, bank, base);
		transactionRoutes(xs2a, bank, base);
		refuseOtherMethods(xs2a);
	});
}

/** What the web framework refuses before a route sees it. */
function asRefusal(error: unknown): Refusal {
	const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500;
	if (status === 415) return new Refusal(415, 'UNSUPPORTED_MEDIA_TYPE', 'send application/json');
	if (status === 400) return formatError('body', 'the body is not valid JSON');
	return new Refusal(500, 'INTERNAL_SERVER_ERROR', 'the bank made a mistake');
}

const readOnly = [
	'/v1/accounts',
	'/v1/accounts/:accountId',
	'/v1/accounts/:accountId/balances',
	'/v1/accounts/:accountId/transactions',
];

function refuseOtherMethods(app: FastifyInstance): void {
	for (const url of readOnly) {
		app.route({
			url,
			method: ['POST', 'PUT', 'DELETE'],
			handler: async () => {
				throw new Refusal(405, 'SERVICE_INVALID', 'this address can only be read');
			},
		});
	}
}
