import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * The items for which something different is asked for. Six accounts in front of a node that reads all accounts
 * would otherwise be six times every transaction, and six of the day's reads.
 */
export function distinctItems(context: IExecuteFunctions): readonly number[] {
	const fields = Object.keys(context.getNode().parameters);
	const asked = new Set<string>();
	return [...context.getInputData().keys()].filter((index) => {
		const key = JSON.stringify(fields.map((field) => context.getNodeParameter(field, index, null)));
		const isNew = !asked.has(key);
		asked.add(key);
		return isNew;
	});
}
