/**
 * The sandbox bank's listings for one person, made beforehand and served from memory by a process of its own: what is
 * measured against it is the client. Everything else goes to the sandbox itself, in the same process. Prints one
 * line of JSON when it is ready, and serves until it is ended.
 *
 *     node scripts/run-typescript.mjs bench/bank/prebuilt.ts 100000
 */
import { randomUUID } from 'node:crypto';
import {
	createServer,
	request as forward,
	type IncomingMessage,
	type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { startSandbox, type Sandbox } from '../../sandbox';
import { logIn } from './login';

export interface PrebuiltBank {
	/** Base of the account API. */
	readonly api: string;
	/** Where each account's listing begins, below the base. */
	readonly listings: readonly string[];
	readonly rows: number;
	readonly pages: number;
	readonly megabytes: number;
	/** The sandbox itself: where to log in. */
	readonly sandbox: Pick<Sandbox, 'url' | 'clientId' | 'clientSecret'>;
}

/** What `GET /counters` answers. */
export interface Counters {
	readonly calls: number;
	readonly connections: number;
}

interface ListingPage {
	readonly transactions: {
		readonly booked?: readonly unknown[];
		readonly pending?: readonly unknown[];
		readonly _links?: { readonly next?: { readonly href: string } };
	};
}

const rowsPerPage = 500;
export const listingQuery = 'bookingStatus=both&dateFrom=2000-01-01';

export async function main(): Promise<void> {
	const transactions = Number(process.argv[2] ?? 10_000);
	const { answers, ...bank } = await prebuild(transactions);
	const counters = { calls: 0, connections: 0 };
	const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
		if (request.url === '/counters') return void response.end(JSON.stringify(counters));
		counters.calls += 1;
		const answer = answers.get(withoutEnd(request.url ?? ''));
		if (answer === undefined) return pass(request, response, bank.sandbox.url);
		response.writeHead(200, {
			'content-type': 'application/json',
			'content-length': answer.length,
		});
		response.end(answer);
	});
	server.on('connection', () => (counters.connections += 1));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const ready: PrebuiltBank = { ...bank, api: `http://127.0.0.1:${port}/berlin-group` };
	process.stdout.write(`${JSON.stringify(ready)}\n`);
}

/** Every listing goes up to today, whether the asker says so or not. */
const withoutEnd = (url: string) => url.replace(/&dateTo=[\d-]+/, '');

function pass(request: IncomingMessage, response: ServerResponse, to: string): void {
	const { method, headers, url = '/' } = request;
	const passed = forward(to + url, { method, headers }, (answer) => {
		response.writeHead(answer.statusCode ?? 502, answer.headers);
		answer.pipe(response);
	});
	passed.on('error', () => response.destroy());
	request.pipe(passed);
}

async function prebuild(transactions: number) {
	const sandbox = await startSandbox({ transactions, quotaPerDay: 100_000 });
	await fetch(`${sandbox.adminUrl}/settings`, {
		method: 'POST',
		headers: { 'x-sandbox-admin': sandbox.adminKey, 'content-type': 'application/json' },
		body: JSON.stringify({ pageSize: rowsPerPage, formerConsents: 'keep' }),
	});
	const headers = await logIn(sandbox, 'testa');
	const answers = new Map<string, Buffer>();
	const read = async <Body>(path: string): Promise<Body> => {
		const answer = await fetch(sandbox.url + path, {
			headers: { ...headers, 'x-request-id': randomUUID() },
		});
		if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
		const body = Buffer.from(await answer.arrayBuffer());
		answers.set(path, body);
		return JSON.parse(body.toString()) as Body;
	};
	const list = await read<{ accounts: { resourceId: string; status?: string }[] }>(
		'/berlin-group/v1/accounts',
	);
	const open = list.accounts.filter(({ status }) => status !== 'blocked');
	const listings: string[] = [];
	let rows = 0;
	for (const { resourceId } of open) {
		const path = `/v1/accounts/${resourceId}/transactions?${listingQuery}`;
		listings.push(path);
		for (let next: string | undefined = `/berlin-group${path}`; next !== undefined; ) {
			const { transactions }: ListingPage = await read<ListingPage>(next);
			rows += (transactions.booked?.length ?? 0) + (transactions.pending?.length ?? 0);
			next = transactions._links?.next?.href;
		}
	}
	const bytes = [...answers.values()].reduce((sum, { length }) => sum + length, 0);
	const megabytes = Math.round(bytes / 1e6);
	const { url, clientId, clientSecret } = sandbox;
	return {
		answers,
		listings,
		rows,
		pages: answers.size - 1,
		megabytes,
		sandbox: { url, clientId, clientSecret },
	};
}
