import { createServer, type AddressInfo, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

const head = (...headers: string[]) =>
	`${['HTTP/1.1 200 OK', 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`;
const json = 'Content-Type: application/json';
const inPieces = 'Transfer-Encoding: chunked';
const gzip = 'Content-Encoding: gzip';
const piece = (bytes: Buffer) =>
	Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);

/** 64 MiB of blanks in 64 KiB. */
const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));

const gzipHeaderLength = 10;
/** RFC 1951 §3.2.4: not the last, stored, of no bytes. */
const emptyBlock = Buffer.from([0, 0, 0, 0xff, 0xff]);

const whole = (bytes: Buffer, ...headers: string[]) =>
	Buffer.concat([Buffer.from(head(json, `Content-Length: ${bytes.length}`, ...headers)), bytes]);

/** What is written at once, and what again and again for as long as the connection is open. */
interface Misbehaviour {
	readonly once?: string | Buffer;
	readonly again?: string | Buffer;
	/** Without a break, as fast as it is taken. */
	readonly fast?: boolean;
	readonly end?: boolean;
}

const misbehaviours = {
	silent: {},
	'headers that drip': { once: 'HTTP/1.1 200 OK\r\nX-Long: ', again: 'x' },
	'information for ever': { again: 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n' },
	'continue for ever': { again: 'HTTP/1.1 100 Continue\r\n\r\n' },
	'a body that drips': { once: head(json, inPieces), again: piece(Buffer.from(' ')) },
	'a compressed body that drips': {
		once: Buffer.concat([
			Buffer.from(head(json, inPieces, gzip)),
			piece(bomb.subarray(0, gzipHeaderLength)),
		]),
		again: piece(emptyBlock),
	},
	'a body without an end': {
		once: head(json, inPieces),
		again: piece(Buffer.alloc(64 * 1024, ' ')),
		fast: true,
	},
	'a body of bombs': { once: whole(bomb, gzip) },
	'text that is called gzip': { once: whole(Buffer.from('{"accounts":[]}'), gzip) },
	'gzip that is cut': { once: whole(bomb.subarray(0, 500), gzip) },
	'nothing that is called gzip': { once: whole(Buffer.alloc(0), gzip) },
	'less than it announced': {
		once: `${head(json, 'Content-Length: 100')}{"accounts":[]}`,
		end: true,
	},
} as const satisfies Record<string, Misbehaviour>;

export type MisbehaviourName = keyof typeof misbehaviours;

export interface RawBank {
	readonly url: string;
	/** The address under which it does that. */
	at(name: MisbehaviourName): string;
	/** Bytes that went out so far. */
	readonly sent: number;
	/** Resolves when no connection is open. */
	allEnded(): Promise<void>;
	close(): Promise<void>;
}

/** A server that no HTTP library would make: bytes on loopback. It is its own proxy, too. */
export async function openRawBank(): Promise<RawBank> {
	const open = new Set<Socket>();
	const waiting: (() => void)[] = [];
	let sent = 0;
	const server = createServer((socket) => {
		open.add(socket);
		socket.on('error', () => undefined);
		socket.on('close', () => {
			open.delete(socket);
			sent += socket.bytesWritten;
			if (open.size === 0) for (const resolve of waiting.splice(0)) resolve();
		});
		socket.once('data', (request) => misbehave(socket, nameIn(request.toString())));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		url,
		at: (name) => `${url}/${encodeURIComponent(name)}`,
		get sent() {
			return sent;
		},
		allEnded: () =>
			open.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve)),
		close: async () => {
			for (const socket of open) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** A handshake and a CONNECT are left without an answer. */
function nameIn(request: string): MisbehaviourName {
	const [, name = ''] = /^[A-Z]+ \S*\/([^ /?]*)\S* HTTP/.exec(request) ?? [];
	const decoded = decodeURIComponent(name);
	return decoded in misbehaviours ? (decoded as MisbehaviourName) : 'silent';
}

function misbehave(socket: Socket, name: MisbehaviourName): void {
	const { once, again, fast = false, end = false }: Misbehaviour = misbehaviours[name];
	if (once !== undefined) socket.write(once);
	if (end) socket.end();
	if (again === undefined) return;
	const next = () => {
		if (socket.destroyed) return;
		if (!fast) setTimeout(next, 2);
		else if (socket.writableNeedDrain) socket.once('drain', next);
		else setImmediate(next);
		socket.write(again);
	};
	next();
}
