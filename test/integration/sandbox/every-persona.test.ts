import { startSandbox, type Sandbox } from '../../../sandbox';
import { faultSchema } from '../../../sandbox/bank/faults';
import { pathOf, type BankCall, type Persona } from '../../../sandbox/kit/persona';
import { reasons } from '../../../sandbox/kit/refused';
import { personas } from '../../../sandbox/personas';
import { sendExample, type Sending } from '../../support/walk/example';

let sandbox: Sandbox;
beforeAll(async () => {
	const now = Date.UTC(2031, 4, 17, 12);
	sandbox = await startSandbox({ clock: { now: () => now }, transactions: 200 });
});
afterAll(() => sandbox.close());

const send = (persona: Persona, call: BankCall, sending?: Sending) =>
	sendExample(sandbox, persona, call, sending);

const callOf = (persona: Persona, name: string): BankCall => {
	const call = persona.calls.find((one) => one.name === name);
	if (call === undefined) throw new Error(`${persona.id} has no call ${name}`);
	return call;
};

describe.each(personas)('$name', (persona) => {
	it('has words for every reason, at every call, and none of them sounds like success', () => {
		const names = [...new Set(persona.calls.map(({ name }) => name)), 'login', 'unknown'];
		for (const call of names) {
			for (const reason of reasons) {
				const { status } = persona.refuse(reason, { call, field: 'field', text: 'why' });
				expect([call, reason, status >= 400 && status < 600]).toEqual([call, reason, true]);
			}
		}
	});

	it('names its calls so that faults and log fit every bank, and has its own settings', () => {
		const names = persona.calls.map(({ name }) => name);
		expect(names).toEqual(expect.arrayContaining(['token', 'transactions']));
		const { settings } = sandbox.bank(persona.id);
		for (const { value } of persona.settings) expect(settings).toMatchObject(value);
	});

	it.each([
		['an unknown path', 'GET', '/no/such/path', 'unknown-path'],
		['a method that nothing has', 'PUT', undefined, 'wrong-method'],
	] as const)('refuses %s in its own words', async (_what, method, path, reason) => {
		const asked = path ?? callOf(persona, 'token').path;
		const answer = await fetch(`${sandbox.url}${pathOf(persona)}${asked}`, { method });
		expect(answer.status).toBe(persona.refuse(reason, { call: 'unknown' }).status);
		expect(sandbox.bank(persona.id).log.all().at(-1)).toMatchObject({
			status: answer.status,
			code: reason,
		});
	});

	it.each([
		[{ kind: 'status', params: { status: 503 } }, 503],
		[{ kind: 'status', params: { status: 500 } }, 500],
		[{ kind: '429' }, 429],
		[{ kind: 'access-exceeded' }, 429],
		[{ kind: 'html' }, 200],
		[{ kind: 'wrong-json' }, 200],
		[{ kind: 'redirect' }, 302],
	])('suffers the fault %j, once', async (fault, status) => {
		const call = callOf(persona, 'transactions');
		const { faults } = sandbox.bank(persona.id);
		const broken = await send(persona, call, {
			change: () => faults.pending().length === 0 && faults.add(faultSchema.parse(fault)),
		});
		expect(broken.status).toBe(status);
		faults.clear();
		expect((await send(persona, call)).status).toBe(200);
	});

	it('keeps tokens, secrets, codes and personal numbers out of its log', async () => {
		let looked = 0;
		for (const call of persona.calls) {
			const bank = sandbox.bank(persona.id);
			const seen: string[] = [];
			await send(persona, call, {
				change: ({ headers, form, body }) => {
					const texts = JSON.stringify([headers, form ?? {}, body ?? {}]);
					seen.push(...(texts.match(/[\w.-]{24,}|\b\d{12}\b/g) ?? []));
				},
			});
			const log = JSON.stringify(bank.log.all());
			const open = new Set([bank.log.all().at(-1)?.requestId, bank.world.demo.id]);
			const leaked = seen.filter((text) => !open.has(text) && log.includes(text));
			expect([call.name, leaked]).toEqual([call.name, []]);
			looked += seen.length;
		}
		expect(looked).toBeGreaterThan(persona.calls.length);
	});
});
