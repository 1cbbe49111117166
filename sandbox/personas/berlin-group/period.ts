import type { FastifyRequest } from 'fastify';
import type { Bank } from '../../bank/bank';
import { dateOf, dayNumber } from '../../data/calendar';
import { isAttended } from './gate';
import { formatError, Refusal } from './refusal';

function day(query: Record<string, string | undefined>, name: string): number | undefined {
	const text = query[name];
	if (text === undefined) return undefined;
	const number = dayNumber(text);
	if (number === undefined) throw formatError(name, `${name} is not a date like 2031-05-17`);
	return number;
}

const invalid = (path: string, text: string): Refusal =>
	new Refusal(400, 'PERIOD_INVALID', text, path);

/** `dateFrom` and `dateTo`, both inclusive, as days; refused where the standard refuses them. */
export function readPeriod(bank: Bank, request: FastifyRequest, today: number) {
	const query = request.query as Record<string, string | undefined>;
	const first = day(query, 'dateFrom');
	const last = day(query, 'dateTo') ?? today;
	if (first === undefined) throw formatError('dateFrom', 'dateFrom is missing');
	if (first > today) throw invalid('dateFrom', 'dateFrom is in the future');
	if (first > last) throw invalid('dateFrom', 'dateFrom is after dateTo');
	const oldest = today - bank.settings.unattendedDays;
	if (first < oldest && !isAttended(request)) {
		throw invalid(
			'dateFrom',
			`without the account holder nothing before ${dateOf(oldest)} is given out`,
		);
	}
	return { first, last };
}
