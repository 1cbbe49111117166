import formbody from '@fastify/formbody';
import fastify from 'fastify';
import { appsAdminRoutes } from './admin/apps';
import { bankIdAdminRoutes } from './admin/bankid';
import { certificateAdminRoutes } from './admin/certificates';
import { adminRoutes } from './admin/routes';
import { appsPage, appsPath } from './apps/page';
import { Bank } from './bank/bank';
import { DemoClient } from './bank/demo-client';
import { newSecret } from './bank/secrets';
import { World } from './bank/world';
import { bankIdApp, bankIdAppPath } from './bankid/app';
import { pathOf, type Persona } from './kit/persona';
import { serve } from './kit/serve';
import { personas as listed } from './personas';
import { listenSecurely, type SecureListener } from './tls/listener';
import { bankSchema, settingsSchema, worldSchema, type SandboxOptions } from './settings';

export type { Certificates, SecureListener } from './tls/listener';
export type { Client, SandboxOptions, Settings } from './settings';

export interface Sandbox {
	/** `http://127.0.0.1:<port>`; personas are below it, e.g. `/berlin-group`. */
	readonly url: string;
	readonly adminUrl: string;
	/** The simulated BankID app. */
	readonly bankIdAppUrl: string;
	/** The simulated apps of the banks themselves. */
	readonly appsUrl: string;
	/** Goes into the header `x-sandbox-admin`. */
	readonly adminKey: string;
	/** The demo client: may redirect to any loopback address. */
	readonly clientId: string;
	readonly clientSecret: string;
	/** PEM (PKCS #8, RSA), for what the demo client signs; every bank knows the public key. */
	readonly clientKey: string;
	/** The same banks over HTTPS; set with the option `tls`. */
	readonly secure: SecureListener | undefined;
	/** From inside: for tests that put a bank into a state. Throws where there is none of that id. */
	bank(id: string): Bank;
	close(): Promise<void>;
}

/** Opens the banks on a loopback port. Throws a ZodError on settings that make no sense. */
export async function startSandbox(
	options: SandboxOptions = {},
	personas: readonly Persona[] = listed,
): Promise<Sandbox> {
	const {
		port = 0,
		tls = false,
		tlsPort = 0,
		clock = Date,
		clients = [],
		adminKey = newSecret('admin'),
		...rest
	} = options;
	const settings = settingsSchema.parse(rest);
	const demo = new DemoClient(settings.seed);
	const known = new Map([demo, ...clients].map((client) => [client.id, client]));
	const world = new World(worldSchema.parse(settings), clock, demo, known);
	const banks = new Map(
		personas.map((persona) => {
			const own = Object.assign({}, ...persona.settings.map(({ value }) => value)) as object;
			const opening = bankSchema.parse({ ...own, ...rest });
			return [persona, new Bank(persona.id, persona.name, world, opening)];
		}),
	);
	const all = [...banks.values()];

	let secure: SecureListener | undefined = undefined;
	const app = fastify({ forceCloseConnections: true, bodyLimit: 65_536 });
	app.decorateRequest('fault');
	await app.register(formbody);
	for (const [persona, bank] of banks) {
		await app.register(async (scope) => serve(scope, persona, bank), { prefix: pathOf(persona) });
	}
	await app.register(async (phone) => bankIdApp(phone, world));
	await app.register(async (phone) => appsPage(phone, world));
	await app.register(
		async (admin) => {
			adminRoutes(admin, all, adminKey);
			bankIdAdminRoutes(admin, world);
			appsAdminRoutes(admin, world);
			certificateAdminRoutes(admin, () => secure?.certificates);
		},
		{ prefix: '/admin' },
	);
	const url = await app.listen({ host: '127.0.0.1', port });
	if (tls) secure = await listenSecurely(app, tlsPort);

	return {
		url,
		adminUrl: `${url}/admin`,
		bankIdAppUrl: `${url}${bankIdAppPath}`,
		appsUrl: `${url}${appsPath}`,
		adminKey,
		clientId: demo.id,
		clientSecret: demo.secret,
		get clientKey() {
			return demo.privateKey;
		},
		secure,
		bank: (id) => {
			const bank = all.find((one) => one.id === id);
			if (bank === undefined) throw new Error(`no bank ${id}`);
			return bank;
		},
		close: async () => {
			secure?.close();
			for (const bank of all) bank.barrier.lower();
			await app.close();
		},
	};
}
