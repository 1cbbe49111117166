import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { TransactionRow } from '../../../lib/models/transaction';
import { createIds } from '../../../lib/sync/identity';
import { createOccurrences } from '../../../lib/sync/occurrences';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What is in use after a collection, on V8's heap and beside it. */
function held(): number {
	// Twice: buffers are freed by a sweeper that works beside us.
	collectGarbage();
	collectGarbage();
	const { heapUsed, arrayBuffers } = process.memoryUsage();
	return heapUsed + arrayBuffers;
}

const million = 1_000_000;

interface Listing {
	readonly more: (index: number) => Partial<TransactionRow>;
	/** How many ids need no number. */
	readonly different: number;
}

const listings: Readonly<Record<string, Listing>> = {
	'with a reference of their own': {
		more: (index) => ({ bankId: `T-${index}` }),
		different: million,
	},
	'with a second reference': {
		more: (index) => ({ bankId: 'DAY', otherBankId: `T-${index}` }),
		different: million,
	},
	'without one': { more: (index) => ({ text: `Coffee ${index}` }), different: million },
	'that are pairs': { more: (index) => ({ bankId: `T-${index >> 1}` }), different: million / 2 },
	'that are all alike': { more: () => ({ text: 'Coffee' }), different: 1 },
};

describe('ids of a million rows', () => {
	it.each(Object.entries(listings))(
		'need no more than 32 MB for rows %s',
		(_what, { more, different }) => {
			const before = held();
			const idOf = createIds({ id: 'v1:account' });
			let first = 0;
			for (let index = 0; index < million; index += 1) {
				const id = idOf({
					status: 'booked',
					amount: { amount: '-12.50', currency: 'EUR' },
					bookingDate: '2026-01-30',
					raw: undefined,
					...more(index),
				});
				if (!id.includes('.')) first += 1;
			}
			expect((held() - before) / 1e6).toBeLessThan(32);
			// Used after the measurement, so that it is not collected before.
			expect(idOf({ status: 'booked', amount: { amount: '1', currency: 'EUR' }, raw: 0 })).toMatch(
				/^v1:/,
			);
			expect(first).toBe(different);
		},
		120_000,
	);
});

describe('occurrences', () => {
	const fingerprint = (index: number) => index.toString(16).padStart(16, '0');

	it('are counted for each fingerprint, however many there are', () => {
		const countOf = createOccurrences();
		for (let round = 1; round <= 3; round += 1) {
			for (let index = 0; index < 10_000; index += 1)
				expect(countOf(fingerprint(index * 0x1_0000_0001))).toBe(round);
		}
	});

	it('are counted beyond what a byte holds', () => {
		const countOf = createOccurrences();
		for (let count = 1; count <= 1000; count += 1) expect(countOf(fingerprint(7))).toBe(count);
		expect(countOf(fingerprint(8))).toBe(1);
	});

	it('tell fingerprints apart that share a half', () => {
		const countOf = createOccurrences();
		const halves = ['0000000a0000000b', '0000000b0000000b', '0000000a0000000a', 'ffffffff0000000b'];
		expect(halves.map(countOf)).toEqual([1, 1, 1, 1]);
		expect(halves.map(countOf)).toEqual([2, 2, 2, 2]);
	});
});
