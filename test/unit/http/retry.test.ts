import fc from 'fast-check';
import { BankError, type BankErrorCode } from '../../../lib/errors';
import { retry } from '../../../lib/http/retry';
import { TestClock } from '../../support/test-clock';

const failing = (...errors: BankError[]) => {
	let attempts = 0;
	return {
		attempt: async () => {
			const error = errors[attempts];
			attempts += 1;
			if (error !== undefined) throw error;
			return 'answer';
		},
		attempts: () => attempts,
	};
};
const error = (code: BankErrorCode, retryAt?: number) =>
	new BankError(code, code, retryAt === undefined ? {} : { retryAt });
const start = () => ({ clock: new TestClock(), random: () => 0 });

describe('retry', () => {
	it('backs off exponentially and gives up after three more attempts', async () => {
		const options = start();
		const down = failing(...Array.from({ length: 9 }, () => error('bank-unavailable')));
		await expect(retry(down.attempt, options)).rejects.toMatchObject({ code: 'bank-unavailable' });
		expect(down.attempts()).toBe(4);
		expect(options.clock.slept).toEqual([500, 1_000, 2_000]);
	});

	it('spreads the back-off by chance, never below it and never by more than half', async () => {
		await fc.assert(
			fc.asyncProperty(fc.double({ min: 0, max: 0.999, noNaN: true }), async (chance) => {
				const clock = new TestClock();
				await retry(failing(error('no-answer')).attempt, { clock, random: () => chance });
				expect(clock.slept[0]).toBeGreaterThanOrEqual(500);
				expect(clock.slept[0]).toBeLessThanOrEqual(750);
			}),
			{ numRuns: 30 },
		);
	});

	it('waits exactly as long as the bank says, whatever chance says', async () => {
		const clock = new TestClock();
		const limited = failing(error('rate-limited', clock.now() + 7_000));
		expect(await retry(limited.attempt, { clock, random: () => 0.9 })).toBe('answer');
		expect(clock.slept).toEqual([7_000]);
	});

	it('goes on at once where the time is over already', async () => {
		const { clock, random } = start();
		const limited = failing(error('rate-limited', clock.now() - 1_000));
		await retry(limited.attempt, { clock, random });
		expect(clock.slept).toEqual([]);
	});

	it('does not begin a wait that is longer than the budget', async () => {
		const { clock, random } = start();
		const limited = failing(error('rate-limited', clock.now() + 30_001));
		await expect(retry(limited.attempt, { clock, random })).rejects.toMatchObject({
			code: 'rate-limited',
			details: { retryAt: clock.now() + 30_001 },
		});
		expect([limited.attempts(), clock.slept]).toEqual([1, []]);
	});

	it('counts all waits of a call into one budget', async () => {
		const { clock, random } = start();
		let attempts = 0;
		const attempt = async () => {
			attempts += 1;
			throw error('rate-limited', clock.now() + 12_000);
		};
		await expect(retry(attempt, { clock, random })).rejects.toMatchObject({ code: 'rate-limited' });
		expect([attempts, clock.slept]).toEqual([3, [12_000, 12_000]]);
	});

	it.each<BankErrorCode>([
		'invalid-input',
		'settings-invalid',
		'login-required',
		'consent-required',
		'not-permitted',
		'not-found',
		'request-rejected',
		'quota-exceeded',
		'unreadable-answer',
		'storage-failed',
		'cancelled',
	])('does not repeat what ended with %s', async (code) => {
		const refused = failing(error(code, 0));
		await expect(retry(refused.attempt, start())).rejects.toMatchObject({ code });
		expect(refused.attempts()).toBe(1);
	});

	it('does not repeat a mistake of ours', async () => {
		let attempts = 0;
		const attempt = async () => {
			attempts += 1;
			throw new TypeError('undefined is not a function');
		};
		await expect(retry(attempt, start())).rejects.toThrow(TypeError);
		expect(attempts).toBe(1);
	});

	it('ends its wait when the run is stopped', async () => {
		const stopped = AbortSignal.abort();
		const down = failing(error('bank-unavailable'));
		await expect(retry(down.attempt, { ...start(), signal: stopped })).rejects.toMatchObject({
			code: 'cancelled',
		});
		expect(down.attempts()).toBe(1);
	});
});
