import type { Bank } from '../bank/bank';
import { dayNumber } from '../data/calendar';
import type { Demand, TextDemand, Verdict } from './persona';
import { Refused } from './refused';
import type { Served } from './served';

/** Refuses the call by the first demand that it doesn't meet. */
export function check(demands: readonly Demand[], served: Served, bank: Bank): void {
	for (const demand of demands) {
		const { name: field, reason, spoilt = reason, optional = false } = demand;
		const value = valueOf(demand, served);
		if (value === undefined) {
			if (typeof optional === 'function' ? optional(served) : optional) continue;
			throw new Refused(reason, { field, text: demand.text ?? `${field} is missing` });
		}
		const verdict = verdictOn(demand, value, served, bank);
		if (verdict === true) continue;
		if (verdict !== false) throw new Refused(verdict, { field });
		throw new Refused(spoilt, {
			field,
			text: demand.text ?? `${field} is not what it must be`,
		});
	}
}

function verdictOn(demand: Demand, value: unknown, served: Served, bank: Bank): Verdict {
	const { test } = demand;
	if (test === undefined) return true;
	if (test instanceof RegExp) return typeof value === 'string' && test.test(value);
	return demand.in === 'body'
		? (test as (value: unknown, served: Served, bank: Bank) => Verdict)(value, served, bank)
		: test(String(value), served, bank);
}

function valueOf({ in: place, name }: Demand, served: Served): unknown {
	switch (place) {
		case 'header':
			return served.header(name);
		case 'query':
			return filled(served.query[name]);
		case 'form':
			return filled(served.form[name]);
		case 'body':
			return name.split('.').reduce(partOf, served.body) ?? undefined;
	}
}

const filled = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

const partOf = (value: unknown, name: string): unknown =>
	typeof value === 'object' && value !== null
		? (value as Record<string, unknown>)[name]
		: undefined;

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** A header with a UUID, a new one for each call. */
export const uuid = (name: string, fact: string): TextDemand => ({
	in: 'header',
	name,
	reason: 'missing-header',
	spoilt: 'bad-header',
	text: `${name} is a UUID, a new one for each call`,
	fact,
	test: (value, _served, bank) => {
		if (!uuidPattern.test(value) || bank.requestIds.has(value)) return false;
		bank.requestIds.add(value);
		return true;
	},
});

/** A living access token of this bank: a person's, or the client's own. */
export const bearer = (
	fact: string,
	of: 'person' | 'client' | 'anybody' = 'person',
): TextDemand => ({
	in: 'header',
	name: 'Authorization',
	reason: 'missing-token',
	wrong: 'Bearer spoilt',
	fact,
	test: (_value, { access }) => {
		switch (access?.state) {
			case undefined:
				return 'missing-token';
			case 'expired':
				return 'expired-token';
			case 'superseded':
				return 'ended-token';
			case 'unknown':
				return 'unknown-token';
			case 'live':
				if (of === 'anybody') return true;
				return (access.grant.personId !== undefined) === (of === 'person') || 'unknown-token';
		}
	},
});

export const oneOf = (
	place: TextDemand['in'],
	name: string,
	values: readonly string[],
	fact: string,
	more: Partial<Pick<TextDemand, 'reason' | 'spoilt' | 'optional'>> = {},
): TextDemand => ({
	in: place,
	name,
	reason: 'missing-parameter',
	spoilt: 'bad-parameter',
	text: `${name} is ${values.join(' or ')}`,
	test: (value) => values.includes(value),
	fact,
	...more,
});

/** `YYYY-MM-DD` in the query. */
export const date = (
	name: string,
	fact: string,
	more: Partial<Pick<TextDemand, 'reason' | 'spoilt' | 'optional'>> = {},
): TextDemand => ({
	in: 'query',
	name,
	reason: 'missing-parameter',
	spoilt: 'bad-parameter',
	text: `${name} is a date like 2031-05-17`,
	test: (value) => dayNumber(value) !== undefined,
	fact,
	...more,
});

/** A part that a call may carry, and that nothing is checked of: an example without it is as good. */
export const may = (place: Demand['in'], name: string, fact: string): Demand => ({
	in: place,
	name,
	reason: 'bad-parameter',
	optional: true,
	fact,
});
