import type { Limits } from '../profile/limits';
import { addDays } from '../models/dates';

export interface Period {
	/** Inclusive, `YYYY-MM-DD`. */
	readonly dateFrom?: string;
	/** Inclusive, `YYYY-MM-DD`. */
	readonly dateTo?: string;
}

/**
 * A period in the parts that the bank takes, the oldest first: each day is in one part only, and none is left out.
 * One without a beginning is the bank's to choose, and stays whole. `today`: the last day there can be, where no end is
 * given.
 */
export function partsOf(
	{ dateFrom, dateTo }: Period,
	{ window }: Pick<Limits, 'window'>,
	today: string,
): readonly Period[] {
	const last = dateTo ?? today;
	const days = window?.days;
	if (days === undefined || dateFrom === undefined || dateFrom > last) {
		return [
			{
				...(dateFrom === undefined ? {} : { dateFrom }),
				...(dateTo === undefined ? {} : { dateTo }),
			},
		];
	}
	const parts: Period[] = [];
	for (let from = dateFrom; from <= last; from = addDays(from, days)) {
		const end = addDays(from, days - 1);
		// The last part keeps the end that was asked for, or none.
		if (end < last) parts.push({ dateFrom: from, dateTo: end });
		else parts.push({ dateFrom: from, ...(dateTo === undefined ? {} : { dateTo }) });
	}
	return parts;
}
