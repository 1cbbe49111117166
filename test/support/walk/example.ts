import { randomUUID } from 'node:crypto';
import { request as plain } from 'node:http';
import { request as secured } from 'node:https';
import type { Sandbox } from '../../../sandbox';
import { pathOf, type BankCall, type Demand, type Persona } from '../../../sandbox/kit/persona';
import type { MadePair } from '../../../sandbox/tls/certificates';

type Texts = Record<string, string>;

/** An example on its way out, open to changes. */
export interface Draft {
	path: string;
	query: Texts;
	headers: Texts;
	form: Texts | undefined;
	body: unknown;
}

export interface Answer {
	readonly status: number;
	readonly location: string | undefined;
	/** JSON where it is JSON. */
	readonly body: unknown;
	/** Why the bank has refused, as its log says. */
	readonly reason: string | undefined;
}

export interface Sending {
	/** Before the request is signed, and once more on what the signature has added. */
	readonly change?: (draft: Draft) => void;
	/** After it was signed. */
	readonly bend?: (draft: Draft) => void;
	/** Over HTTPS, with or without a certificate. */
	readonly overTls?: { readonly shown?: MadePair };
}

/** Sends the example of a call to a bank that was just opened. */
export async function sendExample(
	sandbox: Sandbox,
	persona: Persona,
	call: BankCall,
	{ change, bend, overTls }: Sending = {},
): Promise<Answer> {
	const bank = sandbox.bank(persona.id);
	bank.world.reset();
	bank.reset();
	const draft = draftOf(persona, call, {
		uuid: randomUUID(),
		...persona.prepare(bank, call.name),
	});
	change?.(draft);
	const { target, body } = written(persona, draft);
	const sent = { method: call.method, target, headers: draft.headers, body };
	Object.assign(draft.headers, persona.sign?.(sent, bank));
	change?.(draft);
	bend?.(draft);
	const answer = await ask(sandbox, call.method, { ...draft, ...written(persona, draft) }, overTls);
	return { ...answer, reason: bank.log.all().at(-1)?.code };
}

function draftOf(persona: Persona, call: BankCall, words: Texts): Draft {
	const {
		path = call.path,
		query = {},
		headers = {},
		form,
		body,
	} = persona.example[call.name] ?? {};
	const filled = <Value>(value: Value): Value =>
		JSON.parse(
			JSON.stringify(value).replace(/\{(\w+)\}/g, (whole, name: string) => {
				const word = words[name];
				return word === undefined ? whole : JSON.stringify(word).slice(1, -1);
			}),
		) as Value;
	const type = body === undefined ? undefined : 'application/json';
	return {
		path: filled(path),
		query: { ...filled(query) },
		headers: { ...(type !== undefined && { 'content-type': type }), ...filled(headers) },
		form: form && filled(form),
		body: body === undefined ? undefined : filled(body),
	};
}

function written(persona: Persona, { path, query, form, body }: Draft) {
	const asked = new URLSearchParams(query).toString();
	return {
		target: `${pathOf(persona)}${path}${asked === '' ? '' : `?${asked}`}`,
		body: body === undefined ? form && new URLSearchParams(form).toString() : JSON.stringify(body),
	};
}

type Wire = ReturnType<typeof written> & { readonly headers: Texts; readonly form: unknown };

function ask(
	sandbox: Sandbox,
	method: string,
	{ target, body, headers, form }: Wire,
	overTls: Sending['overTls'],
): Promise<Omit<Answer, 'reason'>> {
	const { secure } = sandbox;
	const { shown } = overTls ?? {};
	const names = Object.keys(headers).map((name) => name.toLowerCase());
	const options = {
		method,
		headers: {
			...headers,
			...(form !== undefined &&
				!names.includes('content-type') && {
					'content-type': 'application/x-www-form-urlencoded',
				}),
		},
		agent: false,
		...(overTls && secure && { ca: secure.certificates.authority }),
		...(shown && { cert: shown.certificate, key: shown.key }),
	} as const;
	return new Promise((resolve, reject) => {
		const request = overTls
			? secured(`${secure?.url ?? ''}${target}`, options)
			: plain(`${sandbox.url}${target}`, options);
		request.on('error', reject);
		request.on('response', (answer) => {
			const parts: Buffer[] = [];
			answer.on('data', (part: Buffer) => parts.push(part));
			answer.on('end', () => {
				const text = Buffer.concat(parts).toString();
				const isJson = /json/.test(answer.headers['content-type'] ?? '');
				resolve({
					status: answer.statusCode ?? 0,
					location: answer.headers.location,
					body: text === '' ? undefined : isJson ? jsonOrText(text) : text,
				});
			});
		});
		request.end(body);
	});
}

function jsonOrText(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/** Where a value sits in a request. */
export type Place = Pick<Demand, 'in' | 'name'>;

export const sameAs =
	(place: Place) =>
	(other: Place): boolean =>
		place.in === other.in &&
		(place.in === 'header'
			? place.name.toLowerCase() === other.name.toLowerCase()
			: place.name === other.name);

/** Every part of an example; a `Content-Type` says only how the rest is written. */
export function partsOf(persona: Persona, call: BankCall): Place[] {
	const { query = {}, headers = {}, form = {}, body } = persona.example[call.name] ?? {};
	const of = (place: Demand['in'], names: readonly string[]) =>
		names.map((name) => ({ in: place, name }));
	return [
		...of('header', Object.keys(headers)).filter(({ name }) => !/^content-type$/i.test(name)),
		...of('query', Object.keys(query)),
		...of('form', Object.keys(form)),
		...of('body', leavesOf(body)),
	];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const leavesOf = (body: unknown): string[] =>
	isObject(body)
		? Object.entries(body).flatMap(([name, value]) =>
				isObject(value) ? leavesOf(value).map((leaf) => `${name}.${leaf}`) : [name],
			)
		: [];

/** Puts a value there, or takes it away. */
export const put =
	(place: Place, value: string | undefined) =>
	(draft: Draft): void => {
		const { in: kind, name } = place;
		if (kind === 'body') {
			const path = name.split('.');
			const last = path.pop() ?? '';
			const holder = path.reduce<unknown>(
				(part, key) => (isObject(part) ? part[key] : undefined),
				draft.body,
			);
			if (isObject(holder)) set(holder, last, value);
			return;
		}
		const holder: Texts =
			kind === 'header' ? draft.headers : kind === 'query' ? draft.query : (draft.form ??= {});
		const spelled = Object.keys(holder).find((key) => sameAs(place)({ in: kind, name: key }));
		set(holder, spelled ?? name, value);
	};

function set(holder: Record<string, unknown>, name: string, value: string | undefined): void {
	if (value === undefined) delete holder[name];
	else holder[name] = value;
}
