import { startSandbox, type Sandbox } from '../../../sandbox';
import type { BankCall, Demand, Persona } from '../../../sandbox/kit/persona';
import { reasons, type Reason } from '../../../sandbox/kit/refused';
import { personas } from '../../../sandbox/personas';
import {
	partsOf,
	put,
	sameAs,
	sendExample,
	type Answer,
	type Sending,
} from '../../support/walk/example';
import { factProblem, factsAreHere, sectionProblem } from '../../support/walk/facts';

let sandbox: Sandbox;
beforeAll(async () => {
	const now = Date.UTC(2031, 4, 17, 12);
	sandbox = await startSandbox({ clock: { now: () => now }, transactions: 200, tls: true });
});
afterAll(() => sandbox.close());

const calls = personas.flatMap((persona) =>
	persona.calls.map((call) => [persona.id, call.name, persona, call] as const),
);

const send = (persona: Persona, call: BankCall, sending?: Sending) =>
	sendExample(sandbox, persona, call, sending);

const wasRefused = ({ status, location }: Answer): boolean =>
	status >= 400 ||
	(location !== undefined && new URL(location, 'http://bank').searchParams.has('error'));

/** Without what is new in every answer, and without sentences. */
function comparable(value: unknown): unknown {
	if (typeof value === 'string') {
		return /\s|^\d{4}-\d\d-\d\dT|[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-/i.test(value) ? '…' : value;
	}
	if (Array.isArray(value)) return value.map(comparable);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, inner]) => [name, comparable(inner)]),
	);
}

/** What the bank itself says for a reason. */
function words(persona: Persona, call: BankCall, reason: Reason, field?: string) {
	const { status, body } = persona.refuse(reason, {
		call: call.name,
		...(field !== undefined && { field }),
		text: 'a sentence',
	});
	return { status, body: comparable(body) };
}

const said = ({ status, body }: Answer) => ({ status, body: comparable(body) });

const isReason = (text: string | undefined): text is Reason =>
	reasons.some((reason) => reason === text);

describe.each(calls)('%s, %s', (_bank, _call, persona, call) => {
	it('answers the example', async () => {
		expect(Object.keys(persona.example)).toContain(call.name);
		const answer = await send(persona, call);
		expect({ ...answer, refused: wasRefused(answer) }).toMatchObject({ refused: false });
	});

	it('refuses the example without any one part, but for those that it calls optional', async () => {
		const otherwise: string[] = [];
		for (const part of partsOf(persona, call)) {
			const told = call.demands.filter(sameAs(part));
			const answer = await send(persona, call, { change: put(part, undefined) });
			const optional = told.length > 0 && told.every((demand) => demand.optional === true);
			if (wasRefused(answer) === optional) otherwise.push(`${part.in} ${part.name}`);
		}
		expect(otherwise).toEqual([]);
	});

	it("refuses each demand that is not met, in the bank's own words", async () => {
		for (const demand of call.demands) {
			const { name, reason, optional = false } = demand;
			const dropped = await send(persona, call, { change: put(demand, undefined) });
			if (optional !== true) {
				expect([name, said(dropped)]).toEqual([name, words(persona, call, reason, name)]);
			}
			if (demand.test === undefined) continue;
			const change = put(demand, demand.wrong ?? 'spoilt');
			const spoilt = await send(persona, call, { change });
			const why = spoilt.reason;
			expect([name, wasRefused(spoilt), isReason(why)]).toEqual([name, true, true]);
			if (demand.test instanceof RegExp) expect(why).toBe(demand.spoilt ?? reason);
			expect([name, said(spoilt)]).toEqual([name, words(persona, call, why as Reason, name)]);
		}
	});
});

describe.each(personas.filter(({ signature }) => signature !== undefined))('$name', (persona) => {
	const signed = persona.calls.filter(({ browser }) => browser !== true);

	it.each(signed.map((call) => [call.name, call] as const))(
		'refuses %s where anything was changed after it was signed',
		async (_name, call) => {
			const bent = await send(persona, call, {
				bend: (draft) => {
					draft.query['added'] = 'later';
				},
			});
			expect(said(bent)).toEqual(words(persona, call, 'bad-signature', 'Signature'));
			const { body, form } = persona.example[call.name] ?? {};
			if (body === undefined && form === undefined) return;
			const other = await send(persona, call, {
				bend: (draft) => {
					if (draft.form !== undefined) draft.form['added'] = 'later';
					else draft.body = { ...(draft.body as object), added: 'later' };
				},
			});
			expect([wasRefused(other), other.reason]).toEqual([true, 'bad-signature']);
		},
	);
});

describe.each(personas.filter(({ transport }) => transport !== undefined))('$name', (persona) => {
	const guarded = persona.calls.filter(({ browser }) => browser !== true);

	it.each(guarded.map((call) => [call.name, call] as const))(
		'wants a certificate of the right authority for %s',
		async (_name, call) => {
			const { client, foreign, expired } = sandbox.secure?.certificates ?? {};
			if (!client || !foreign || !expired) throw new Error('the sandbox has no HTTPS');
			const none = await send(persona, call, { overTls: {} });
			expect(said(none)).toEqual(words(persona, call, 'missing-certificate'));
			for (const shown of [foreign, expired]) {
				const wrong = await send(persona, call, { overTls: { shown } });
				expect(said(wrong)).toEqual(words(persona, call, 'bad-certificate'));
			}
			const right = await send(persona, call, { overTls: { shown: client } });
			expect(wasRefused(right)).toBe(false);
		},
	);
});

const factsOf = (persona: Persona): readonly string[] => [
	...persona.settings.map(({ fact }) => fact),
	...persona.calls.flatMap(({ demands }) => demands.map(({ fact }: Demand) => fact)),
	...[persona.transport, persona.signature, persona.attended].flatMap((value) => value?.fact ?? []),
];

describe('the facts behind a persona', () => {
	if (!factsAreHere) {
		it('need the facts, which are not here', () => {
			process.stdout.write(
				'The facts are expected at ../shared/facts beside the repository; they are not there, so their rows were not looked up.\n',
			);
			expect(factsAreHere).toBe(false);
		});
		return;
	}

	it.each(personas.map((persona) => [persona.id, persona] as const))(
		'of %s are rows of ../shared/facts',
		(_id, persona) => {
			expect(sectionProblem(persona.facts)).toBeUndefined();
			const problems = new Set(factsOf(persona).flatMap((fact) => factProblem(fact) ?? []));
			expect([...problems]).toEqual([]);
		},
	);

	it('knows a row that is not there, and one that is only recalled', () => {
		expect(factProblem('banks §2.1 Tokens')).toContain('no row');
		expect(factProblem('banks §99 Token')).toContain('no row');
		expect(factProblem('banks Token')).toContain('names no row');
		expect(factProblem('banks §2.1 Token lifetimes')).toContain('recalled');
		expect(factProblem('banks §2.1 Token lifetimes (recalled, unverified)')).toBeUndefined();
	});
});
