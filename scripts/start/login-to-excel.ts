import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { sandboxBank } from '../../lib/banks/sandbox-bank';
import type { BankProfile } from '../../lib/profile/profile';
import { people } from '../../sandbox/data/people';
import { approveAtBank } from '../bank/approve';
import { clientAt } from '../bank/client';
import { approveInApps, approveOnPhone } from '../bank/phone';
import type { N8nApi } from '../n8n/api';
import { SetupError } from '../process/setup-error';
import { handOver } from './hand-over';
import { loginExample, provideCredential, provideWorkflow } from './provision';
import type { Stage } from './stage';

const patienceMs = 60_000;
const personId = 'testa';
const example = 'BankID to Excel';

/** Logs in as the bank offers first, without a browser, and lets that start *BankID to Excel*; gives the login page. */
export async function loginToExcel(stage: Stage, bank: BankProfile): Promise<string> {
	const { api, say } = stage;
	const isOwn = bank.id === sandboxBank.id;
	const secret = randomBytes(24).toString('base64url');
	const name = isOwn ? 'Sandbox Bank by BankID' : bank.name;
	const credential = await provideCredential(api, 'psd2BankLoginApi', name, {
		...clientAt(stage.bank, bank),
		headlessSecret: secret,
	});
	const title = isOwn ? example : `${bank.name} to Excel`;
	const loginMethod = bank.logins[0]?.how === 'redirect' ? 'redirect' : 'decoupled';
	const workflow = await provideWorkflow(api, loginExample(title, credential, { loginMethod }));
	const trigger = workflow.nodes.find(({ type }) => type.endsWith('.psd2BankLoginTrigger'));
	if (!trigger) throw new SetupError('examples/bankid-to-excel.json has lost its trigger.');
	const page = `${api.url}/webhook/${String(trigger['webhookId'])}/login`;
	const before = await api.executionsOf(workflow.id);
	await api.activate(workflow.id);

	say(`Logging in to ${bank.name}${isOwn ? ' with BankID on the simulated phone' : ''} …`);
	await logIn(stage, bank, new Program(page, secret));

	say(`The login starts the workflow ${title} …`);
	const execution = await api.executionEnd(await nextExecution(api, workflow.id, before));
	await handOver(stage, execution, `${title.toLowerCase().replaceAll(' ', '-')}.xlsx`);
	return page;
}

/** A program at the login page, as a server is. */
class Program {
	constructor(
		private readonly page: string,
		private readonly secret: string,
	) {}

	async post<Result>(body: object): Promise<Result> {
		const giveUpAt = Date.now() + patienceMs;
		for (;;) {
			const answer = await fetch(this.page, {
				method: 'POST',
				headers: { 'content-type': 'application/json', 'x-psd2-secret': this.secret },
				body: JSON.stringify(body),
			});
			if (answer.ok) return (await answer.json()) as Result;
			// n8n puts the page up a moment after it has said so.
			if (answer.status !== 404 || Date.now() > giveUpAt) {
				throw new SetupError(`The login page answered ${answer.status}: ${await answer.text()}`);
			}
			await pause(250);
		}
	}
}

interface Begun {
	readonly visit?: string;
	readonly links?: { readonly computer: string };
}

interface Offered {
	readonly choices: readonly {
		readonly id: string;
		readonly options: readonly { readonly value: string }[];
	}[];
}

/** Whatever the person has to do: chooses the first bank of a list, and approves in the app or on the bank's pages. */
async function logIn({ bank: sandbox }: Stage, bank: BankProfile, program: Program): Promise<void> {
	const { choices } = await program.post<Offered>({ action: 'choices' });
	const isAsked = bank.logins[0]?.person?.asked === 'required';
	const { personalNumber } = people.find(({ id }) => id === personId) ?? {};
	const { visit, links } = await program.post<Begun>({
		choices: Object.fromEntries(choices.map(({ id, options }) => [id, options[0]?.value])),
		...(isAsked && { personalNumber }),
	});
	if (visit !== undefined) {
		const { url, secure } = sandbox;
		const plain = secure === undefined ? visit : visit.replace(secure.url, url);
		await fetch(await approveAtBank(plain, personId));
	} else if (links?.computer.startsWith(sandbox.url))
		await approveOnPhone(links.computer, personId);
	else approveInApps(sandbox.bank(bank.id), personId);
}

async function nextExecution(
	api: N8nApi,
	workflowId: string,
	before: readonly string[],
): Promise<string> {
	const giveUpAt = Date.now() + patienceMs;
	for (;;) {
		const started = (await api.executionsOf(workflowId)).find((id) => !before.includes(id));
		if (started !== undefined) return started;
		if (Date.now() > giveUpAt) throw new SetupError('The login did not start the workflow.');
		await pause(250);
	}
}
