import { createHash } from 'node:crypto';
import formbody from '@fastify/formbody';
import fastify from 'fastify';
import { bankIdAdminRoutes } from './admin/bankid';
import { adminRoutes } from './admin/routes';
import { Bank } from './bank/bank';
import { newSecret } from './bank/secrets';
import { bankIdApp, bankIdAppPath } from './bankid/app';
import { berlinGroup, berlinGroupPath } from './personas/berlin-group';
import { settingsSchema, type Client, type SandboxOptions } from './settings';

export type { Client, SandboxOptions, Settings } from './settings';

export interface Sandbox {
	/** `http://127.0.0.1:<port>`; personas are below it, e.g. `/berlin-group`. */
	readonly url: string;
	readonly adminUrl: string;
	/** The simulated BankID app. */
	readonly bankIdAppUrl: string;
	/** Goes into the header `x-sandbox-admin`. */
	readonly adminKey: string;
	/** The demo client: may redirect to any loopback address. */
	readonly clientId: string;
	readonly clientSecret: string;
	close(): Promise<void>;
}

/** Opens the bank on a loopback port. Throws a ZodError on settings that make no sense. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const { port = 0, clock = Date, clients = [], adminKey = newSecret('admin'), ...rest } = options;
	const settings = settingsSchema.parse(rest);
	const demo = demoClient(settings.seed);
	const known = new Map([demo, ...clients].map((client) => [client.id, client]));
	const bank = new Bank(settings, clock, known);

	let url = '';
	const app = fastify({ forceCloseConnections: true, bodyLimit: 65_536 });
	app.decorateRequest('fault');
	await app.register(formbody);
	await app.register(async (persona) => berlinGroup(persona, bank, () => url), {
		prefix: berlinGroupPath,
	});
	await app.register(async (phone) => bankIdApp(phone, bank));
	await app.register(
		async (admin) => {
			adminRoutes(admin, bank, adminKey);
			bankIdAdminRoutes(admin, bank);
		},
		{ prefix: '/admin' },
	);
	url = await app.listen({ host: '127.0.0.1', port });

	return {
		url,
		adminUrl: `${url}/admin`,
		bankIdAppUrl: `${url}${bankIdAppPath}`,
		adminKey,
		clientId: demo.id,
		clientSecret: demo.secret,
		close: async () => {
			bank.barrier.lower();
			await app.close();
		},
	};
}

/** The same secret for the same seed, so that a saved credential outlives a restart. */
function demoClient(seed: string): Client {
	const secret = createHash('sha256').update(`demo client of ${seed}`).digest('base64url');
	return { id: 'sandbox-demo-client', secret: `demo-${secret}`, redirectUris: 'loopback' };
}
