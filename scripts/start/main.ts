import { startSandbox } from '../../sandbox';
import { sandboxBank } from '../../lib/banks/sandbox-bank';
import { hostVariables } from '../bank/environment';
import { N8nApi } from '../n8n/api';
import { installPackage, packPackage } from '../n8n/package';
import { startN8n } from '../n8n/server';
import { freePort, requireFreePort } from '../process/ports';
import { bankToExcel } from './bank-to-excel';
import { loginToExcel } from './login-to-excel';
import { exampleWorkflows, provideWorkflow } from './provision';
import { bankPortVariable, portVariable, readStartSettings } from './settings';
import type { StartSettings } from './settings';

const say = (line: string) => process.stdout.write(`${line}\n`);

/** `npm start [-- --bank <id>]`: a bank, an n8n with this package, a connected account, a finished Excel file. */
export async function main(): Promise<number> {
	const settings = readStartSettings(process.argv.slice(2), process.env);
	await requireFreePort(settings.port, 'n8n', portVariable);
	await requireFreePort(settings.bankPort, 'the sandbox bank', bankPortVariable);

	const interruption = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => interruption.abort());
	}
	try {
		return await start(settings, interruption.signal);
	} catch (error) {
		// Whatever was under way fails when its other side is ended.
		if (interruption.signal.aborted) return 130;
		throw error;
	}
}

async function start(settings: StartSettings, signal: AbortSignal): Promise<number> {
	say('Building and packing the package …');
	const tarball = await packPackage();
	say('Installing it into n8n …');
	await installPackage(settings.home, tarball);
	say('Starting the sandbox bank and n8n …');
	const tls = settings.bank.environments.sandbox?.keys?.transport !== undefined;
	const bank = await startSandbox({ port: settings.bankPort, tls });
	try {
		const { home, port } = settings;
		const environment = hostVariables(bank.url, bank.secure?.url);
		const n8n = await startN8n({ home, port, brokerPort: await freePort(), environment, signal });
		try {
			const api = new N8nApi(n8n.url);
			await api.logIn(settings.login);
			const stage = { api, bank, out: settings.out, say };
			const isOwn = settings.bank.id === sandboxBank.id;
			if (isOwn) await bankToExcel(stage);
			const loginPage = await loginToExcel(stage, settings.bank);
			// After the credentials: n8n finds them by name while it imports.
			if (isOwn) for (const draft of exampleWorkflows()) await provideWorkflow(api, draft);
			if (settings.once) return 0;
			say(`\nThe editor   ${n8n.url}`);
			say(`Log in with  ${settings.login.email}  ${settings.login.password}`);
			say(`The bank     ${bank.url}`);
			say(`Login page   ${loginPage}`);
			say('Ctrl-C ends everything.');
			await n8n.ended;
			if (signal.aborted) return 0;
			say(`n8n has ended by itself; its log is ${n8n.logFile}`);
			return 1;
		} finally {
			await n8n.stop();
		}
	} finally {
		await bank.close();
	}
}
