import { startSandbox } from '../../sandbox';
import { hostVariables } from '../bank/environment';
import { N8nApi } from '../n8n/api';
import { installPackage, packPackage } from '../n8n/package';
import { startN8n } from '../n8n/server';
import { freePort, requireFreePort } from '../process/ports';
import { bankToExcel } from './bank-to-excel';
import { bankPortVariable, portVariable, readStartSettings } from './settings';

const say = (line: string) => process.stdout.write(`${line}\n`);

/** `npm start`: a bank, an n8n with this package, a connected account, a finished Excel file. */
export async function main(): Promise<number> {
	const settings = readStartSettings(process.argv.slice(2), process.env);
	await requireFreePort(settings.port, 'n8n', portVariable);
	await requireFreePort(settings.bankPort, 'the sandbox bank', bankPortVariable);

	// From here on a Ctrl-C leads through the end of this function: nothing stays behind.
	const interrupted = new Promise<'interrupted'>((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
			process.on(signal, () => resolve('interrupted'));
		}
	});

	say('Building and packing the package …');
	const tarball = await packPackage();
	say('Installing it into n8n …');
	await installPackage(settings.home, tarball);
	say('Starting the sandbox bank and n8n …');
	const bank = await startSandbox({ port: settings.bankPort });
	const n8n = await startN8n({
		home: settings.home,
		port: settings.port,
		brokerPort: await freePort(),
		environment: hostVariables(bank.url),
	}).catch(async (error: unknown) => {
		await bank.close();
		throw error;
	});
	try {
		const api = new N8nApi(n8n.url);
		await api.logIn(settings.login);
		const run = bankToExcel({ api, bank, out: settings.out, say }).then(() => 'finished' as const);
		if ((await Promise.race([run, interrupted])) === 'interrupted') return 130;
		if (settings.once) return 0;
		say(`\nThe editor   ${n8n.url}`);
		say(`Log in with  ${settings.login.email}  ${settings.login.password}`);
		say(`The bank     ${bank.url}`);
		say('Ctrl-C ends everything.');
		const ending = await Promise.race([interrupted, n8n.ended]);
		if (ending === 'interrupted') return 0;
		say(`n8n has ended by itself; its log is ${n8n.logFile}`);
		return 1;
	} finally {
		await n8n.stop();
		await bank.close();
	}
}
