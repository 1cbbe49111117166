import { createAnswerCache } from '../../../lib/store/cache';
import { createMemoryStore } from '../../../lib/store/memory';
import { TestClock } from '../../support/test-clock';

const answers = [{ status: 200, headers: {}, body: { accounts: [] } }];
const minuteMs = 60_000;
const fiveMinutes = 5 * minuteMs;
const dayMs = 24 * 60 * minuteMs;

describe('answer cache', () => {
	const start = () => {
		const clock = new TestClock();
		const store = createMemoryStore(clock);
		const open = (options: { clock?: TestClock; secret?: string } = {}) =>
			createAnswerCache({ store, clock, secret: 'a-client-secret', ...options });
		return { clock, open };
	};

	it('gives answers back with their age, to whoever takes them that old', async () => {
		const { clock, open } = start();
		const at = clock.now();
		await open().write('accounts', { answers, run: 'run-1' }, dayMs);
		clock.pass(4 * minuteMs);
		const kept = { answers, at, run: 'run-1' };
		expect(await open().read('accounts', fiveMinutes)).toEqual(kept);
		clock.pass(minuteMs);
		expect(await open().read('accounts', fiveMinutes)).toBeUndefined();
		expect(await open().read('accounts', dayMs)).toEqual(kept);
	});

	it('keeps them no longer than it was told to', async () => {
		const { clock, open } = start();
		await open().write('accounts', { answers }, fiveMinutes);
		clock.pass(fiveMinutes);
		expect(await open().read('accounts', Number.POSITIVE_INFINITY)).toBeUndefined();
	});

	it('opens with the same secret and under the same key only', async () => {
		const { open } = start();
		await open().write('accounts', { answers }, dayMs);
		const other = open({ secret: 'another-secret' });
		expect(await other.read('accounts', fiveMinutes)).toBeUndefined();
		expect(await open().read('balances', fiveMinutes)).toBeUndefined();
	});

	it('takes no answer from a clock that was ahead: how old it is nobody knows', async () => {
		const { clock, open } = start();
		const ahead = new TestClock(clock.now() + 60 * minuteMs);
		await open({ clock: ahead }).write('accounts', { answers }, dayMs);
		expect(await open().read('accounts', Number.POSITIVE_INFINITY)).toBeUndefined();
	});
});
