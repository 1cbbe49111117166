import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { BankError } from '../../../lib/errors';
import { intoFileStore } from '../../../lib/n8n/file-store';

const refused = new BankError('login-required', 'Log in again');

/** n8n 1.x: waits for the end or an error and for nothing else. */
const gathers = (sink: Readable) =>
	new Promise<string>((resolve, reject) => {
		let text = '';
		sink.on('data', (chunk: Buffer) => (text += chunk.toString()));
		sink.on('end', () => resolve(text));
		sink.on('error', reject);
	});
const hangs = () => new Promise<never>(() => undefined);
const breaks = async (sink: Readable): Promise<never> => {
	await once(sink, 'readable');
	throw new Error('its disk is gone');
};

/** Ends when the sink does, as an export must. */
const writes =
	(...chunks: (string | Buffer)[]) =>
	async (sink: Writable) => {
		for (const chunk of chunks) {
			if (!sink.write(chunk)) await Promise.race([once(sink, 'drain'), once(sink, 'close')]);
		}
		if (sink.destroyed) throw new BankError('storage-failed', 'The file could not be written.');
		sink.end();
		return chunks.length;
	};

describe("a file on its way into n8n's store", () => {
	it('is there when both are done', async () => {
		expect(await intoFileStore({ store: gathers, write: writes('a', 'b') })).toEqual({
			binary: 'ab',
			written: 2,
		});
	});

	it.each([
		['an older n8n', gathers],
		['a store that never says anything', hangs],
	])('fails as its writing fails, before the first byte and after: %s', async (_which, store) => {
		const patienceMs = 1;
		const before = intoFileStore({ store, write: () => Promise.reject(refused), patienceMs });
		await expect(before).rejects.toBe(refused);
		const after = (sink: Writable) => {
			sink.write('a');
			return Promise.reject(refused);
		};
		await expect(intoFileStore({ store, write: after, patienceMs })).rejects.toBe(refused);
	});

	it.each([
		['at once', () => Promise.reject(new Error('its disk is gone'))],
		['in the middle', breaks],
	])('fails where the store gives up %s', async (_when, store) => {
		const write = writes(...Array.from({ length: 20 }, () => Buffer.alloc(16 * 1024)));
		await expect(intoFileStore({ store, write })).rejects.toMatchObject({
			code: 'storage-failed',
			message: "The file could not be put into n8n's store for files",
			details: { nextStep: expect.stringContaining("n8n's log") },
		});
	});

	it.each([
		[
			Object.assign(new Error('write failed'), { code: 'ENOSPC' }),
			"The file could not be put into n8n's store for files: the disk is full",
			/Free disk space/,
		],
		[
			// As n8n-core writes it for its database.
			Object.assign(
				new Error(
					'Failed to write binary file "x.xlsx" (1) because its size of 600 MB exceeds the max size limit of 512 MB set for `database` mode.',
				),
				{ name: 'FileTooLargeError' },
			),
			'The file is larger than n8n takes into its store for files (512 MB)',
			/N8N_BINARY_DATA_DATABASE_MAX_FILE_SIZE/,
		],
		[
			Object.assign(new Error('Cannot create a Buffer larger'), { code: 'ERR_OUT_OF_RANGE' }),
			'The file is larger than n8n takes into its store for files',
			/shorter period/,
		],
	])('says what the user can do', async (cause, message, nextStep) => {
		const failed = intoFileStore({ store: () => Promise.reject(cause), write: writes('a') });
		await expect(failed).rejects.toMatchObject({
			code: 'storage-failed',
			message,
			details: { nextStep: expect.stringMatching(nextStep) },
		});
	});
});
