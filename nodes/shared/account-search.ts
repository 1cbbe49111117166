import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { toNodeError } from '../../lib/n8n/node-error';
import type { Account } from '../../lib/models/account';
import { maskIban } from '../../lib/models/iban';
import { settle } from '../../lib/outcome';

/** Fills the account picker. Shows names with masked numbers; the workflow keeps only the stable account id. */
export async function searchAccounts(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const outcome = await settle(listAccounts(this));
	if ('error' in outcome) throw toNodeError(this.getNode(), outcome.error);
	const wanted = filter?.toLowerCase() ?? '';
	const results = outcome.value
		.map((account) => ({ name: label(account), value: account.id }))
		.filter(({ name }) => name.toLowerCase().includes(wanted));
	return { results };
}

async function listAccounts(context: ILoadOptionsFunctions) {
	const { connect } = await import('./connect');
	return await (await connect(context, 0)).directory();
}

function label({ iban, bban, maskedPan, name, product, currency }: Account): string {
	const number = iban ? maskIban(iban) : (maskedPan ?? (bban && `…${bban.slice(-4)}`));
	return [name ?? product ?? 'Account', number, currency].filter(Boolean).join(' · ');
}
