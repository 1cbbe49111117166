import fc from 'fast-check';
import { whole } from '../../../lib/client/whole';
import type { Period } from '../../../lib/client/windows';
import { BankError } from '../../../lib/errors';
import { addDays } from '../../../lib/models/dates';
import { settle } from '../../../lib/outcome';
import { pagesOf } from '../../support/client-under-test';

const first = '2026-01-01';
const today = '2026-01-31';

/** A bank that gives the newest rows, no more than so many, and does not say that there are others. */
function cutting(ledger: readonly string[], rows: number, firstDay?: string) {
	const asked: Period[] = [];
	async function* list(period: Period) {
		asked.push(period);
		const { dateFrom = '', dateTo = '9999-12-31' } = period;
		const found = ledger.filter((day) => day >= dateFrom && day <= dateTo);
		const given = found.slice(-rows);
		yield given.slice(0, 2);
		yield given.slice(2);
	}
	const bank = {
		name: 'Short Bank',
		limits: { unattended: { perDay: 4, per: 'account' }, window: { rows } },
	} as const;
	const read = async (period: Period) =>
		(await pagesOf(whole({ bank, list, today, firstDay }, period))).flat();
	return { read, asked };
}

it('has each row once, however few the bank gives at once', async () => {
	const days = fc.array(
		fc.integer({ min: 0, max: 30 }).map((day) => addDays(first, day)),
		{ maxLength: 60 },
	);
	await fc.assert(
		fc.asyncProperty(days, fc.integer({ min: 1, max: 70 }), async (written, more) => {
			const ledger = written.toSorted();
			const fullest = Math.max(
				0,
				...ledger.map((day) => ledger.filter((one) => one === day).length),
			);
			const { read } = cutting(ledger, fullest + more);
			expect(await read({ dateFrom: first, dateTo: today })).toEqual(ledger);
			expect(await read({ dateFrom: first })).toEqual(ledger);
		}),
	);
});

it('asks once where nothing can have been cut off', async () => {
	const { read, asked } = cutting([first, today], 3);
	await read({ dateFrom: first, dateTo: today });
	expect(asked).toEqual([{ dateFrom: first, dateTo: today }]);
});

it('begins where the bank begins, where no first day was given', async () => {
	const ledger = [first, '2026-01-15', today];
	expect(await cutting(ledger, 3, first).read({})).toEqual(ledger);
});

it.each([
	[
		'a day of its own has as many',
		{ dateFrom: first, dateTo: today },
		'request-rejected',
		/2026-01-15/,
	],
	['nobody knows where it begins', {}, 'invalid-input', /first day/],
])('leaves no row out without a word: %s', async (_what, period, code, words) => {
	const ledger = [first, '2026-01-15', '2026-01-15', today];
	const read = await settle(cutting(ledger, 2).read(period));
	const error = 'error' in read ? read.error : undefined;
	expect(error).toBeInstanceOf(BankError);
	expect(error).toMatchObject({ code, message: expect.stringMatching(words) as string });
});
