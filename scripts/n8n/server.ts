import { readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { startChild } from '../process/child';
import type { Child } from '../process/child';
import { projectFolder } from '../process/project';
import { SetupError } from '../process/setup-error';

export interface N8nSettings {
	/** n8n keeps its database, keys and packages in `<home>/.n8n`. */
	readonly home: string;
	readonly port: number;
	/** Port for n8n's own task runners. */
	readonly brokerPort: number;
	readonly environment?: Readonly<Record<string, string>>;
	/** Ends it. */
	readonly signal?: AbortSignal;
}

export interface N8nServer extends Child {
	/** The editor's address: `localhost`, as n8n itself builds its OAuth2 redirect URL from that name. */
	readonly url: string;
	readonly logFile: string;
}

/** The folder of the n8n that is run: another version has another (`scripts/install/runtime.mjs`). */
export const runtime = join(projectFolder, process.env['PSD2_N8N_RUNTIME'] ?? 'runtime');
const programs = join(runtime, 'node_modules', '.bin');

/** Everything by which n8n would call its makers: this one stays on the loopback interface. */
const offline = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_DISABLED_MODULES: 'mcp-registry,instance-ai,chat-hub',
};

const quiet = {
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	// The login cookie must also work where the browser doesn't count http on loopback as secure.
	N8N_SECURE_COOKIE: 'false',
};

/** Of this process only what a server needs: no npm, jest or n8n settings of the shell around it. */
const inherited =
	/^(PATH|HOME|USER|LANG|LC_.*|TZ|TMPDIR|TEMP|TMP|SystemRoot|NODE_EXTRA_CA_CERTS|PSD2_(?!N8N_RUNTIME$).*)$/;

export async function startN8n(settings: N8nSettings): Promise<N8nServer> {
	const url = `http://localhost:${settings.port}`;
	const logFile = join(settings.home, 'n8n.log');
	const child = await startChild({
		...program('n8n', 'start', settings),
		logFile,
		isReady: async () =>
			(await fetch(`${url}/healthz/readiness`)).ok && (await fetch(`${url}/rest/settings`)).ok,
		patience: 180_000,
		signal: settings.signal,
	});
	await requireLoaded(logFile).catch(async (error: unknown) => {
		await child.stop();
		throw error;
	});
	return { ...child, url, logFile };
}

/** A worker of queue mode beside a server of the same home; `port` is the one of its health check. */
export async function startWorker(settings: N8nSettings): Promise<Child> {
	const logFile = join(settings.home, `worker-${settings.port}.log`);
	return startChild({
		...program('an n8n worker', 'worker', {
			...settings,
			environment: {
				...settings.environment,
				QUEUE_HEALTH_CHECK_ACTIVE: 'true',
				QUEUE_HEALTH_CHECK_PORT: String(settings.port),
			},
		}),
		logFile,
		isReady: async () => (await fetch(`http://localhost:${settings.port}/healthz/readiness`)).ok,
		patience: 180_000,
		signal: settings.signal,
	});
}

function program(title: string, command: string, settings: N8nSettings) {
	return {
		title,
		command: join(programs, 'node'),
		arguments: [join(runtime, 'node_modules', 'n8n', 'bin', 'n8n'), command],
		folder: runtime,
		environment: {
			...Object.fromEntries(
				Object.entries(process.env).flatMap(([name, value]) =>
					value !== undefined && inherited.test(name) ? [[name, value]] : [],
				),
			),
			PATH: [programs, process.env['PATH']].join(delimiter),
			N8N_USER_FOLDER: settings.home,
			N8N_PORT: String(settings.port),
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_RUNNERS_BROKER_PORT: String(settings.brokerPort),
			// Where nothing is set n8n's days begin and end in New York.
			GENERIC_TIMEZONE: Intl.DateTimeFormat().resolvedOptions().timeZone,
			...offline,
			...quiet,
			...settings.environment,
		},
	};
}

/** n8n starts all the same without a package that it can't load, and says so in its log only. */
async function requireLoaded(logFile: string) {
	const log = await readFile(logFile, 'utf8');
	const [report] = /Failed to load package .*(\n.*){0,4}/.exec(log) ?? [];
	if (report !== undefined) throw new SetupError(`n8n could not load the package:\n\n${report}`);
}
