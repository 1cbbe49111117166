import { BankError } from '../../../lib/errors';
import { createHttp } from '../../../lib/http/http';
import { BankCalls } from '../../../lib/login/bank-calls';
import { settle } from '../../../lib/outcome';
import { createMemoryStore } from '../../../lib/store/memory';
import { clientAt, plainBank, readAccounts } from '../../support/client-under-test';
import { ScriptedBank } from '../../support/scripted-bank';
import { TestClock } from '../../support/test-clock';

const client = {
	id: 'client-1',
	secret: 'made-up-client-secret',
	others: { apiKey: 'made-up-api-key' },
};
const refusal = {
	status: 400,
	body: {
		tppMessages: [
			{
				category: 'ERROR',
				code: 'FORMAT_ERROR',
				text: `client-1: neither ${client.secret} nor ${client.others.apiKey} is known`,
			},
		],
	},
};

let wire: ScriptedBank;
beforeEach(async () => {
	wire = await ScriptedBank.start();
	wire.answers(refusal);
});
afterEach(() => wire.stop());

async function refused(work: Promise<unknown>): Promise<string> {
	const outcome = await settle(work);
	if (!('error' in outcome) || !(outcome.error instanceof BankError))
		throw new Error('not refused');
	return JSON.stringify([outcome.error.message, outcome.error.details]);
}

const masked = (told: string) => {
	expect(told).toContain('client-1: neither … nor … is known');
	expect(told).not.toContain('made-up');
};

it('what the bank knows the client by is not quoted where accounts are read', async () => {
	masked(await refused(readAccounts(clientAt(wire.url, { client }))));
});

it('nor where somebody logs in', async () => {
	const clock = new TestClock();
	const calls = new BankCalls({
		bank: plainBank,
		hosts: { api: wire.url },
		client,
		http: createHttp(),
		clock,
		store: createMemoryStore(clock),
		connection: { id: 'connection' },
		audit: () => undefined,
	});
	const context = {
		...calls.place,
		facts: {},
		language: 'en',
		redirectUri: '',
		state: '',
		codeVerifier: '',
		nonce: '',
		now: clock.now(),
	} as const;
	const call = {
		operation: 'token',
		at: 'api',
		ask: () => ({ method: 'POST', path: '/token' }) as const,
		read: () => undefined,
	};
	masked(await refused(calls.ask(call, context, { asked: 'the login' })));
});
