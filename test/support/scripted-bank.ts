import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ScriptedAnswer {
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
	/** A string or bytes are sent as they are, everything else as JSON. */
	readonly body?: unknown;
	/** Instead of an answer: the connection is dropped, before (`reset`) or within (`cut`) the body; `silent` never answers. */
	readonly failure?: 'reset' | 'cut' | 'silent';
}

export interface SeenRequest {
	readonly method: string;
	readonly url: string;
	readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** A real server on loopback that answers from a list, or from a function of the request. */
export class ScriptedBank {
	readonly seen: SeenRequest[] = [];
	private script: ScriptedAnswer[] = [];
	private otherwise: (request: SeenRequest) => ScriptedAnswer = () => ({ status: 404, body: {} });

	private constructor(private readonly server: Server) {
		server.on('request', (request: IncomingMessage, response: ServerResponse) =>
			this.answer(request, response),
		);
	}

	static async start(): Promise<ScriptedBank> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return new ScriptedBank(server);
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	/** Forgets what was, and answers the next requests in this order. */
	answers(...script: ScriptedAnswer[]): void {
		this.seen.length = 0;
		this.script = script;
	}

	/** Answers what the script doesn't. */
	answersBy(otherwise: (request: SeenRequest) => ScriptedAnswer): void {
		this.answers();
		this.otherwise = otherwise;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private answer(request: IncomingMessage, response: ServerResponse): void {
		const seen = {
			method: request.method ?? '',
			url: request.url ?? '',
			headers: request.headers,
		};
		this.seen.push(seen);
		const {
			status = 200,
			headers = {},
			body,
			failure,
		} = this.script.shift() ?? this.otherwise(seen);
		if (failure === 'silent') return;
		if (failure === 'reset') {
			request.socket.destroy();
			return;
		}
		const text =
			typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body ?? {});
		response.writeHead(status, {
			'content-type': 'application/json',
			'content-length': Buffer.byteLength(text),
			...headers,
		});
		if (failure !== 'cut') {
			response.end(text);
			return;
		}
		response.write(text.slice(0, Math.ceil(text.length / 2)), () => request.socket.destroy());
	}
}
