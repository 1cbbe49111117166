import { takeLoginTurn } from '../../../lib/login/order-limit';
import { createMemoryStore } from '../../../lib/store/memory';
import { settle } from '../../../lib/outcome';

const tenMinutes = 10 * 60 * 1000;

it('lets so many logins begin, however many ask at once', async () => {
	const clock = { now: () => 5_000_000 };
	const store = createMemoryStore(clock);
	const asked = Array.from({ length: 100 }, () => settle(takeLoginTurn(store, clock, 'page', 10)));
	const outcomes = await Promise.all(asked);
	expect(outcomes.filter((outcome) => 'value' in outcome)).toHaveLength(10);
	expect(outcomes.find((outcome) => 'error' in outcome)).toMatchObject({
		error: { code: 'rate-limited', details: { retryAt: 5_000_000 + tenMinutes } },
	});
});

it('lets the next one begin when the oldest is ten minutes old', async () => {
	const clock = { time: 5_000_000, now: () => clock.time };
	const store = createMemoryStore(clock);
	for (let login = 0; login < 3; login += 1) {
		await takeLoginTurn(store, clock, 'page', 3);
		clock.time += 1_000;
	}
	await expect(takeLoginTurn(store, clock, 'page', 3)).rejects.toMatchObject({
		code: 'rate-limited',
	});
	clock.time = 5_000_000 + tenMinutes;
	await takeLoginTurn(store, clock, 'page', 3);
	await expect(takeLoginTurn(store, clock, 'page', 3)).rejects.toThrow('Too many logins');
});

it('is no less strict after somebody has written rubbish into the store', async () => {
	const clock = { now: () => 5_000_000 };
	const store = createMemoryStore(clock);
	await store.set('logins/page', '{"not": "a list"}');
	await takeLoginTurn(store, clock, 'page', 1);
	await expect(takeLoginTurn(store, clock, 'page', 1)).rejects.toThrow('Too many logins');
});
