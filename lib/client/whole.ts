import { BankError } from '../errors';
import { addDays } from '../models/dates';
import type { BankProfile } from '../profile/profile';
import type { Period } from './windows';

export interface WholeOptions<Row> {
	readonly bank: Pick<BankProfile, 'name' | 'limits'>;
	/** The pages of a listing, one read. */
	readonly list: (period: Period) => AsyncIterable<readonly Row[]>;
	/** The last day there can be. */
	readonly today: string;
	/** Before it there is nothing that may be read; absent: nobody knows. */
	readonly firstDay?: string | undefined;
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * A listing of which nothing was cut off (`limits.window.rows`): where it has as many rows as the bank ever gives, its days
 * are asked for again in two halves, the older one first. Throws `request-rejected` where a single day has as many.
 */
export async function* whole<Row>(
	options: WholeOptions<Row>,
	period: Period,
): AsyncGenerator<readonly Row[], void, undefined> {
	const { bank, list, today, firstDay } = options;
	const { rows } = bank.limits.window ?? {};
	if (rows === undefined) return yield* list(period);
	const pages: (readonly Row[])[] = [];
	for await (const page of list(period)) pages.push(page);
	if (pages.reduce((count, page) => count + page.length, 0) < rows) return yield* pages;
	const { dateFrom = firstDay, dateTo } = period;
	const last = dateTo ?? today;
	if (dateFrom === undefined || dateFrom >= last) throw cut(bank.name, rows, dateFrom);
	const days = (Date.parse(last) - Date.parse(dateFrom)) / dayMs;
	const middle = addDays(dateFrom, Math.floor(days / 2));
	yield* whole(options, { dateFrom, dateTo: middle });
	const later = addDays(middle, 1);
	// What has no end keeps none.
	yield* whole(options, { dateFrom: later, ...(dateTo !== undefined && { dateTo }) });
}

function cut(bank: string, rows: number, day: string | undefined): BankError {
	const message = `${bank} gives no more than ${rows} transactions at once`;
	return day === undefined
		? new BankError('invalid-input', `${message}: without a first day some may be missing`, {
				bank,
				field: 'dateFrom',
				nextStep: 'Give the first day that you want',
			})
		: new BankError('request-rejected', `${message}, and ${day} has as many: some may be missing`, {
				bank,
				field: 'dateFrom',
				nextStep: `Ask for the days before and after ${day}, and fetch that day as a file at the bank`,
			});
}
