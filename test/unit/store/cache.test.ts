import { createAnswerCache } from '../../../lib/store/cache';
import { createMemoryStore } from '../../../lib/store/memory';
import { TestClock } from '../../support/test-clock';

const answers = [{ status: 200, headers: {}, body: { accounts: [] } }];
const minuteMs = 60_000;

describe('answer cache', () => {
	const start = () => {
		const clock = new TestClock();
		const store = createMemoryStore(clock);
		const open = (options: { clock?: TestClock; secret?: string; ttlMs?: number } = {}) =>
			createAnswerCache({ store, clock, secret: 'a-client-secret', ...options });
		return { clock, open };
	};

	it('gives answers back until their time is over', async () => {
		const { clock, open } = start();
		await open().write('accounts', answers);
		clock.pass(4 * minuteMs);
		expect(await open().read('accounts')).toEqual(answers);
		clock.pass(minuteMs);
		expect(await open().read('accounts')).toBeUndefined();
	});

	it('opens with the same secret and under the same key only', async () => {
		const { open } = start();
		await open().write('accounts', answers);
		expect(await open({ secret: 'another-secret' }).read('accounts')).toBeUndefined();
		expect(await open().read('balances')).toBeUndefined();
	});

	it('takes no answer from a clock that was ahead: how old it is nobody knows', async () => {
		const { clock, open } = start();
		const ahead = new TestClock(clock.now() + 60 * minuteMs);
		await open({ clock: ahead }).write('accounts', answers);
		expect(await open().read('accounts')).toBeUndefined();
	});
});
