import type { TransactionRow } from '../../../lib/models/transaction';
import { withoutRepeated } from '../../../lib/sync/repeated';

const row = (bankId: string | undefined, more: Partial<TransactionRow> = {}): TransactionRow => ({
	bankId,
	status: 'booked',
	amount: { amount: '-12.50', currency: 'EUR' },
	bookingDate: '2026-01-30',
	raw: { bankId, deep: [{ text: 'Coffee' }] },
	...more,
});

const [a, b, c, d] = ['T-a', 'T-b', 'T-c', 'T-d'].map((id) => row(id)) as [
	TransactionRow,
	TransactionRow,
	TransactionRow,
	TransactionRow,
];
/** As a second answer has it: equal, not the same. */
const again = (each: TransactionRow) => JSON.parse(JSON.stringify(each)) as TransactionRow;

describe('rows that a page repeats from the one before it', () => {
	it.each([
		['one', [a, b], [again(b), c], [c]],
		['several', [a, b, c], [again(b), again(c), d], [d]],
		['all of a shorter page', [a, b, c], [again(c)], []],
		[
			'before other rows of another status',
			[a, row('T-p', { status: 'pending' })],
			[again(a), b],
			[b],
		],
	])('are left out: %s', (_what, before, page, left) => {
		expect(withoutRepeated(before, page)).toEqual(left);
	});

	it.each([
		['nothing is repeated', [a, b], [c, d]],
		['there is no page before it', [], [a]],
		['it is empty', [a], []],
		['it is all of the page before it', [a, b], [again(a), again(b)]],
		['they stand elsewhere in it', [a, b], [c, again(b)]],
		['they stood elsewhere in the one before', [a, b], [again(a), c]],
		['only the first of them goes on', [a, b, c], [again(b), d]],
		['they differ in a field', [a, b], [row('T-b', { raw: { bankId: 'T-b', deep: [] } }), c]],
		['they have no reference', [row('T-x'), row(undefined)], [row(undefined), c]],
		['their reference is a count', [a, row('9998')], [row('9998'), c]],
		['one of them has no reference', [a, b, row(undefined)], [again(b), row(undefined), c]],
	])('stay where %s', (_why, before, page) => {
		expect(withoutRepeated(before, page)).toBe(page);
	});
});
