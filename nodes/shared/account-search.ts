import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { toNodeError } from '../../lib/n8n/node-error';
import { settle } from '../../lib/outcome';
import { accountLabel } from '../../lib/models/account-label';

/** Fills the account picker. Shows names with masked numbers; the workflow keeps only the stable account id. */
export async function searchAccounts(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const outcome = await settle(listAccounts(this));
	if ('error' in outcome) throw toNodeError(this.getNode(), outcome.error);
	const wanted = filter?.toLowerCase() ?? '';
	const results = outcome.value
		.map((account) => ({ name: accountLabel(account), value: account.id }))
		.filter(({ name }) => name.toLowerCase().includes(wanted));
	return { results };
}

async function listAccounts(context: ILoadOptionsFunctions) {
	const { connect } = await import('./connect');
	return await (await connect(context, 0)).directory();
}
