import { BankError } from '../errors';
import type { Clock } from '../http/port';
import { settleSync } from '../outcome';
import type { Store } from '../store/store';

const windowMs = 10 * 60 * 1000;

/**
 * Lets so many logins begin in ten minutes, whoever asks: each one is an order at the bank and costs the bank's
 * patience. Throws `rate-limited` with the time at which the next may begin.
 */
export async function takeLoginTurn(
	store: Store,
	clock: Pick<Clock, 'now'>,
	key: string,
	limit: number,
): Promise<void> {
	const storeKey = `logins/${key}`;
	for (;;) {
		const written = await store.get(storeKey);
		const now = clock.now();
		const recent = timesIn(written).filter((time) => time > now - windowMs && time <= now);
		const [oldest] = recent;
		if (oldest !== undefined && recent.length >= limit) throw tooMany(oldest + windowMs);
		if (await store.compareAndSet(storeKey, written, JSON.stringify([...recent, now]), windowMs)) {
			return;
		}
	}
}

function timesIn(written: string | undefined): number[] {
	const parsed = settleSync((): unknown => JSON.parse(written ?? '[]'));
	if ('error' in parsed || !Array.isArray(parsed.value)) return [];
	return parsed.value.filter((time) => typeof time === 'number');
}

const tooMany = (retryAt: number) =>
	new BankError('rate-limited', 'Too many logins were started here in the last minutes', {
		retryAt,
		nextStep: 'Wait a few minutes, then start the login again',
	});
