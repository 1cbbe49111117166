import type { IExecuteFunctions } from 'n8n-workflow';
import { settleSync } from '../../lib/outcome';
import { dateIn } from './date-in';

const dateFields: ReadonlySet<string> = new Set(['dateFrom', 'dateTo']);

/**
 * Items that ask for the same, by their places among the node's items. What they ask for is done once: six accounts
 * in front of a node that reads all accounts would otherwise be six times every transaction and six of the day's
 * reads, and six items in front of *Revoke* five revocations of what has ended.
 */
export function alikeItems(
	context: IExecuteFunctions,
): readonly (readonly [number, ...number[]])[] {
	const fields = Object.keys(context.getNode().parameters);
	const timeZone = context.getTimezone();
	const wanted = (field: string, index: number) => {
		const value: unknown = context.getNodeParameter(field, index, null);
		// `$now` is another moment for each item, and the same day.
		return dateFields.has(field) ? (dateIn(value, timeZone) ?? value) : value;
	};
	const groups = new Map<unknown, [number, ...number[]]>();
	for (const index of context.getInputData().keys()) {
		const asked = settleSync(() => JSON.stringify(fields.map((field) => wanted(field, index))));
		// An expression that fails, fails again where its item is worked on.
		const key = 'value' in asked ? asked.value : index;
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [index]);
		else group.push(index);
	}
	return [...groups.values()];
}

/** The first of each: for nodes that give what they read once, however many items ask for it. */
export const distinctItems = (context: IExecuteFunctions): readonly number[] =>
	alikeItems(context).map(([first]) => first);
