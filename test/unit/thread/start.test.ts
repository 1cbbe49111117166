import { join } from 'node:path';
import { BankError } from '../../../lib/errors';
import { runInThread } from '../../../lib/thread/start';

const thread = (name: string) => join(__dirname, '../../support/threads', `${name}.cjs`);

const prepared = (job: unknown) => async () => ({ job, offered: {} });

describe('a thread of its own', () => {
	it('gives what the job gives', async () => {
		const job = { rows: [1, 2] };
		expect(await runInThread({ file: thread('echoes'), prepare: prepared(job) })).toEqual(job);
	});

	it('is not left behind where its job can not be prepared', async () => {
		const prepare = () => Promise.reject(new BankError('login-required', 'Log in'));
		await expect(runInThread({ file: thread('echoes'), prepare })).rejects.toMatchObject({
			code: 'login-required',
		});
	});

	it('is not left behind where its job can not be sent', async () => {
		const prepare = prepared({ odd: () => undefined });
		await expect(runInThread({ file: thread('echoes'), prepare })).rejects.toThrow(/clone/);
	});

	it.each([
		['throws outside its job', 'throws'],
		['ends without a word', 'leaves'],
		['is not there', 'missing'],
	])('says so where the thread %s', async (_what, name) => {
		await expect(
			runInThread({ file: thread(name), prepare: prepared(undefined) }),
		).rejects.toMatchObject({ code: 'storage-failed', details: { nextStep: expect.any(String) } });
	});

	it('ends a thread that needs too much memory, and nothing else', async () => {
		await expect(
			runInThread({
				file: thread('hoards'),
				prepare: prepared(undefined),
				limits: { maxOldGenerationSizeMb: 64 },
			}),
		).rejects.toMatchObject({
			code: 'storage-failed',
			message: 'There was not enough memory to make the file.',
		});
	});

	it.each([
		['a job that does not heed it', 'deaf', prepared(undefined)],
		['what never is prepared', 'echoes', () => new Promise<never>(() => undefined)],
	])('ends in time where the run is stopped: %s', async (_what, name, prepare) => {
		const stop = new AbortController();
		const file = thread(name);
		const stopped = runInThread({ file, prepare, signal: stop.signal, patienceMs: 1 });
		stop.abort();
		await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
	});

	it('passes a stop on, also one that came before', async () => {
		const stop = new AbortController();
		const options = { file: thread('echoes'), prepare: prepared('wait'), signal: stop.signal };
		const stopped = runInThread(options);
		stop.abort();
		expect(await stopped).toEqual({ message: 'stop' });
		expect(await runInThread(options)).toEqual({ message: 'stop' });
	});
});
