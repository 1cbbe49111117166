import { spawnSync } from 'node:child_process';
import { z } from 'zod/v4';
import { startSandbox } from './index';
import { pathOf } from './kit/persona';
import { personas } from './personas';

const whole = z.coerce.number().int();

const environmentSchema = z.object({
	PSD2_SANDBOX_PORT: whole.min(0).max(65_535).default(8787),
	PSD2_SANDBOX_TLS_PORT: whole.min(0).max(65_535).default(8788),
	PSD2_SANDBOX_SEED: z.string().min(1).optional(),
	PSD2_SANDBOX_TRANSACTIONS: whole.optional(),
	PSD2_SANDBOX_ACCESS_TOKEN_SECONDS: whole.optional(),
	PSD2_SANDBOX_QUOTA_PER_DAY: whole.optional(),
	PSD2_SANDBOX_BANKID_AUTO_MS: whole.optional(),
	PSD2_SANDBOX_ADMIN_KEY: z.string().min(8).optional(),
});

const given = <Value>(name: string, value: Value | undefined) =>
	value === undefined ? {} : { [name]: value };

async function main(): Promise<void> {
	const environment = environmentSchema.parse(process.env);
	const sandbox = await startSandbox({
		port: environment.PSD2_SANDBOX_PORT,
		tls: spawnSync('openssl', ['version']).status === 0,
		tlsPort: environment.PSD2_SANDBOX_TLS_PORT,
		...given('seed', environment.PSD2_SANDBOX_SEED),
		...given('transactions', environment.PSD2_SANDBOX_TRANSACTIONS),
		...given('accessTokenSeconds', environment.PSD2_SANDBOX_ACCESS_TOKEN_SECONDS),
		...given('quotaPerDay', environment.PSD2_SANDBOX_QUOTA_PER_DAY),
		...given('bankIdAutoMs', environment.PSD2_SANDBOX_BANKID_AUTO_MS),
		...given('adminKey', environment.PSD2_SANDBOX_ADMIN_KEY),
	});
	const secure =
		sandbox.secure === undefined
			? 'closed: it needs the program openssl'
			: `${sandbox.secure.url}   (certificates: GET /certificates of the admin)`;
	process.stdout.write(
		[
			'The sandbox is open.',
			...personas.map((persona) => `  ${persona.name.padEnd(16)} ${sandbox.url}${pathOf(persona)}`),
			`  Client id        ${sandbox.clientId}`,
			`  Client secret    ${sandbox.clientSecret}`,
			`  BankID app       ${sandbox.bankIdAppUrl}`,
			`  Apps             ${sandbox.appsUrl}`,
			`  HTTPS            ${secure}`,
			`  Admin            ${sandbox.adminUrl}   (x-sandbox-admin: ${sandbox.adminKey})`,
			'Ctrl-C closes it.',
			'',
		].join('\n'),
	);
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void sandbox.close());
	}
}

/** A sentence for whoever typed the command. */
function reason(error: unknown): string {
	if (error instanceof z.ZodError) return z.prettifyError(error);
	if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
		return 'a port is in use. Set PSD2_SANDBOX_PORT or PSD2_SANDBOX_TLS_PORT to another one (0: any free one).';
	}
	return String(error);
}

main().catch((error: unknown) => {
	process.stderr.write(`The sandbox bank cannot open: ${reason(error)}\n`);
	process.exitCode = 1;
});
