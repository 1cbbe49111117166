import fc from 'fast-check';
import { AccountBook, type Row } from '../../../sandbox/data/book';
import { people } from '../../../sandbox/data/people';
import { stories, twins } from '../../../sandbox/data/stories';

const owner = people[0];
const plan = owner?.accounts[0];
if (owner === undefined || plan === undefined) throw new Error('the bank has nobody');

const bookOf = (count: number) => new AccountBook(owner, plan, 'a seed', count);
const counts = fc.integer({ min: 2, max: 5_000 });
const days = fc.integer({ min: 20_000, max: 25_000 });

const rows = (
	book: AccountBook,
	{ from, to }: { from: number; to: number },
	today: number,
): Row[] => Array.from({ length: to - from }, (_, index) => book.row(from + index, today));

it('gives every row of a day to that day, and each row to one day', () => {
	fc.assert(
		fc.property(counts, days, fc.integer({ min: 0, max: 40 }), (count, today, back) => {
			const book = bookOf(count);
			const day = today - back;
			const { from, to } = book.bookedBetween(today, day, day);
			for (const row of rows(book, { from, to }, today)) expect(row.bookingDay).toBe(day);
			const next = book.bookedBetween(today, day + 1, today);
			expect(back === 0 ? book.booked(today).to : next.from).toBe(to);
		}),
	);
});

it('always shows the number of rows that was asked for, the newest of them not after today', () => {
	fc.assert(
		fc.property(counts, days, (count, today) => {
			const book = bookOf(count);
			const booked = book.booked(today);
			const pending = book.pending(today);
			expect(booked.to - booked.from + pending.to - pending.from).toBe(count);
			expect(book.day(booked.to - 1)).toBeLessThanOrEqual(today);
			expect(book.day(pending.from)).toBeGreaterThan(today);
		}),
	);
});

it('repeats the first twin in everything but its number', () => {
	fc.assert(
		fc.property(counts, fc.integer({ min: 100, max: 9_999 }), (count, turn) => {
			const book = bookOf(count);
			const first = turn * stories.length + twins.first;
			const { ordinal: _, ...one } = book.row(first, 22_000);
			const { ordinal: __, ...other } = book.row(first + 1, 22_000);
			expect(other).toEqual(one);
			expect(one.transactionId).toBeUndefined();
		}),
	);
});

it('keeps a row as it is while the days pass', () => {
	fc.assert(
		fc.property(counts, days, (count, today) => {
			const book = bookOf(count);
			const newest = book.booked(today).to - 1;
			expect(book.row(newest, today + 1)).toEqual(book.row(newest, today));
		}),
	);
});
