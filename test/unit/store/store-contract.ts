import fc from 'fast-check';
import type { Store } from '../../../lib/store/store';

export interface StoreUnderTest {
	readonly store: Store;
	/** Lets so much time pass for the store. */
	pass(ms: number): Promise<void>;
	close?(): Promise<void>;
}

/** What every store must do, whatever it stands on. */
export function storeContract(open: () => Promise<StoreUnderTest>): void {
	let under: StoreUnderTest;
	let store: Store;

	beforeEach(async () => {
		under = await open();
		({ store } = under);
	});
	afterEach(() => under.close?.());

	it('gives back what was set, and nothing where nothing was', async () => {
		await store.set('a', '1');
		expect(await store.get('a')).toBe('1');
		expect(await store.get('b')).toBeUndefined();
	});

	it('keeps an empty value apart from none', async () => {
		await store.set('a', '');
		expect(await store.get('a')).toBe('');
		expect(await store.compareAndSet('a', undefined, 'x')).toBe(false);
		expect(await store.compareAndSet('a', '', 'x')).toBe(true);
	});

	it('forgets what was deleted, also twice', async () => {
		await store.set('a', '1');
		await store.delete('a');
		await store.delete('a');
		expect(await store.get('a')).toBeUndefined();
	});

	it('replaces only what was expected', async () => {
		expect(await store.compareAndSet('a', '1', '2')).toBe(false);
		expect(await store.compareAndSet('a', undefined, '1')).toBe(true);
		expect(await store.compareAndSet('a', undefined, '2')).toBe(false);
		expect(await store.compareAndSet('a', '1', '2')).toBe(true);
		expect(await store.get('a')).toBe('2');
		expect(await store.compareAndSet('a', '1', undefined)).toBe(false);
		expect(await store.compareAndSet('a', '2', undefined)).toBe(true);
		expect(await store.get('a')).toBeUndefined();
	});

	it('forgets a value when its time is over', async () => {
		await store.set('a', '1', 200);
		await store.compareAndSet('b', undefined, '1', 200);
		expect([await store.get('a'), await store.get('b')]).toEqual(['1', '1']);
		await under.pass(250);
		expect([await store.get('a'), await store.get('b')]).toEqual([undefined, undefined]);
		expect(await store.compareAndSet('b', undefined, '2')).toBe(true);
	});

	it('keeps a value for ever once it is written without a time', async () => {
		await store.set('a', '1', 100);
		await store.set('a', '2');
		await under.pass(150);
		expect(await store.get('a')).toBe('2');
	});

	it('lets exactly one of many take an empty place', async () => {
		const tries = Array.from({ length: 20 }, (_, index) =>
			store.compareAndSet('place', undefined, String(index)),
		);
		expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
	});

	it('keeps any key and any text', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.string({ unit: 'grapheme', maxLength: 60 }),
				fc.string({ unit: 'grapheme', maxLength: 400 }),
				async (key, value) => {
					await store.set(key, value);
					expect(await store.get(key)).toBe(value);
				},
			),
			{ numRuns: 40 },
		);
	});
}
