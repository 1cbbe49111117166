import { join } from 'node:path';
import { runInThread } from '../../../lib/thread/start';

const thread = (name: string) => join(__dirname, '../../support/threads', `${name}.cjs`);

describe('a thread of its own', () => {
	it('gives what the job gives', async () => {
		const job = { rows: [1, 2] };
		expect(await runInThread({ file: thread('echoes'), job, offered: {} })).toEqual(job);
	});

	it.each([
		['throws outside its job', 'throws'],
		['ends without a word', 'leaves'],
		['is not there', 'missing'],
	])('says so where the thread %s', async (_what, name) => {
		await expect(
			runInThread({ file: thread(name), job: undefined, offered: {} }),
		).rejects.toMatchObject({ code: 'storage-failed', details: { nextStep: expect.any(String) } });
	});

	it('ends a thread that needs too much memory, and nothing else', async () => {
		await expect(
			runInThread({ file: thread('hoards'), job: undefined, offered: {} }),
		).rejects.toMatchObject({
			code: 'storage-failed',
			message: 'There was not enough memory to make the file.',
		});
	});

	it('passes a stop on, also one that came before', async () => {
		const stop = new AbortController();
		const options = { file: thread('echoes'), job: 'wait', offered: {}, signal: stop.signal };
		const stopped = runInThread(options);
		stop.abort();
		expect(await stopped).toEqual({ message: 'stop' });
		expect(await runInThread(options)).toEqual({ message: 'stop' });
	});
});
