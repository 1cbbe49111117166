import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

export interface ConnectProxy {
	readonly url: string;
	/** `host:port` of each tunnel that was asked for. */
	readonly tunnels: readonly string[];
	close(): Promise<void>;
}

/** A proxy for HTTPS (RFC 9110 §9.3.6): it joins both sides and sees neither. */
export async function openConnectProxy(): Promise<ConnectProxy> {
	const tunnels: string[] = [];
	const open = new Set<Socket>();
	const server = createServer((_request, answer) => void answer.writeHead(501).end());
	server.on('connect', ({ url = '' }, client: Socket, head: Buffer) => {
		tunnels.push(url);
		const { hostname, port } = new URL(`http://${url}`);
		const bank = connect(Number(port), hostname, () => {
			client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			bank.write(head);
			bank.pipe(client).pipe(bank);
		});
		for (const [one, other] of [
			[client, bank],
			[bank, client],
		] as const) {
			open.add(one);
			one.on('error', () => other.destroy());
			one.on('close', () => {
				open.delete(one);
				other.destroySoon();
			});
		}
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		tunnels,
		close: async () => {
			for (const socket of open) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
