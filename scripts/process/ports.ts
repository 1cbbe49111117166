import { createServer } from 'node:net';
import { SetupError } from './setup-error';

const host = '127.0.0.1';

/** A port nobody listens on at this moment. */
export const freePort = (): Promise<number> => listenOnce(0);

/** Throws the sentence that says how to choose another port. */
export async function requireFreePort(port: number, purpose: string, variable: string) {
	try {
		await listenOnce(port);
	} catch (error) {
		const inUse = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
		throw new SetupError(
			inUse
				? `Port ${port}, which ${purpose} should listen on, is in use by another program. End that program, or choose another port: ${variable}=${port + 1} npm start`
				: `Port ${port}, which ${purpose} should listen on, can't be opened (${String(error)}). Choose another one: ${variable}=… npm start`,
		);
	}
}

function listenOnce(port: number): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen({ port, host, exclusive: true }, () => {
			const address = server.address();
			server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
		});
	});
}
