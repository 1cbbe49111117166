import type { IExecuteFunctions, INodeType } from 'n8n-workflow';
import { createHttp } from '../../lib/http/http';
import { send } from '../../lib/http/send';
import type { TransportKeys } from '../../lib/keys/transport';
import { n8nAdapter } from '../../lib/n8n/adapter';
import { n8nWire } from '../../lib/n8n/wire';
import { createEngine } from '../../test/support/engine';

export const ways = ['helper', 'kept'] as const;
export type Way = (typeof ways)[number];

export interface Reading {
	readonly way: Way;
	/** Where the bank is reached: through TLS and the slow line, or not. */
	readonly origin: string;
	/** Paths of the listings' first pages. */
	readonly listings: readonly string[];
	readonly keys?: TransportKeys;
}

export interface Read {
	readonly seconds: number;
	readonly pages: number;
}

interface ListingPage {
	readonly transactions: { readonly _links?: { readonly next?: { readonly href: string } } };
}

/** Reads every page inside n8n's engine, by n8n's helper alone or by the wire that the nodes use. */
export async function measure(reading: Reading): Promise<Read> {
	const engine = await createEngine([]);
	const read: Read[] = [];
	const { error } = await engine.run([
		{ node: probe(async (context) => void read.push(await readAll(context, reading))) },
	]);
	const [result] = read;
	if (result === undefined) throw new Error(error?.message ?? 'Nothing was read');
	return result;
}

async function readAll(
	context: IExecuteFunctions,
	{ way, origin, listings, keys }: Reading,
): Promise<Read> {
	const adapter = way === 'helper' ? n8nAdapter(context, keys) : n8nWire(context, keys);
	const http = createHttp({ adapter, keys });
	const started = performance.now();
	let pages = 0;
	for (const listing of listings) {
		for (let next: string | undefined = listing; next !== undefined; pages += 1) {
			const { body } = await send(http, { method: 'GET', path: origin + next });
			next = (body as ListingPage).transactions._links?.next?.href;
		}
	}
	return { seconds: (performance.now() - started) / 1000, pages };
}

const probe = (run: (context: IExecuteFunctions) => Promise<void>): INodeType => ({
	description: {
		displayName: 'Probe',
		name: 'probe',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: {},
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	},
	async execute() {
		await run(this);
		return [[]];
	},
});
