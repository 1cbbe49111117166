import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { playedBanks } from '../../../scripts/bank/environment';
import { freePort, requireFreePort } from '../../../scripts/process/ports';
import { readPort, readArguments } from '../../../scripts/start/settings';

describe('npm start', () => {
	it('knows --once and names what it does not know', () => {
		expect(readArguments([])).toMatchObject({ once: false, bank: { id: 'sandbox-bank' } });
		expect(readArguments(['--once'])).toMatchObject({ once: true, bank: { id: 'sandbox-bank' } });
		expect(() => readArguments(['--onse'])).toThrow('not --onse');
	});

	it('takes any bank that the sandbox plays, and names them all where it plays none such', () => {
		for (const { id } of playedBanks) {
			expect(readArguments(['--once', '--bank', id])).toMatchObject({ once: true, bank: { id } });
		}
		expect(() => readArguments(['--bank', 'other-bank'])).toThrow(
			/^The sandbox plays no bank other-bank; it plays sandbox-bank, /,
		);
	});

	it('takes its ports from the environment, and names a variable that holds none', () => {
		expect(readPort({}, 'PSD2_START_PORT', 5678)).toBe(5678);
		expect(readPort({ PSD2_START_PORT: '' }, 'PSD2_START_PORT', 5678)).toBe(5678);
		expect(readPort({ PSD2_START_PORT: '5700' }, 'PSD2_START_PORT', 5678)).toBe(5700);
		for (const value of ['0', '65536', '80.5', 'https']) {
			expect(() => readPort({ PSD2_START_PORT: value }, 'PSD2_START_PORT', 5678)).toThrow(
				`PSD2_START_PORT must be a port number from 1 to 65535, not "${value}".`,
			);
		}
	});

	it('says which port is taken and which variable chooses another', async () => {
		const server = createServer();
		const port = await new Promise<number>((resolve) => {
			server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
		});
		await expect(requireFreePort(port, 'n8n', 'PSD2_START_PORT')).rejects.toThrow(
			`Port ${port}, which n8n should listen on, is in use by another program. End that program, or choose another port: PSD2_START_PORT=${port + 1} npm start`,
		);
		await new Promise((resolve) => server.close(resolve));
		await expect(requireFreePort(port, 'n8n', 'PSD2_START_PORT')).resolves.toBeUndefined();
	});

	it('finds a port that is free', async () => {
		await expect(requireFreePort(await freePort(), 'n8n', 'X')).resolves.toBeUndefined();
	});
});
