import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createIdentifier } from '../../../lib/sync/identity';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const heapAfter = (rows: number): number => {
	const identify = createIdentifier({ id: 'v1:account' });
	const ids = new Set<string>();
	for (let index = 0; index < rows; index += 1) {
		const { id } = identify({
			status: 'booked',
			amount: { amount: '-12.50', currency: 'EUR' },
			bookingDate: '2026-01-30',
			bankId: `T-${index}`,
			raw: undefined,
		});
		if (index % 10_000 === 0) ids.add(id);
	}
	collectGarbage();
	const { heapUsed } = process.memoryUsage();
	// Used after the measurement, so that it is not collected before.
	expect(
		identify({ status: 'booked', amount: { amount: '1', currency: 'EUR' }, raw: 0 }).id,
	).toMatch(/^v1:/);
	expect(ids.size).toBe(Math.ceil(rows / 10_000));
	return heapUsed;
};

it('remembers nothing of rows with a reference: a million of them take no more memory than one', () => {
	const few = heapAfter(1);
	expect(heapAfter(1_000_000) - few).toBeLessThan(10_000_000);
}, 60_000);
