import type { ILoadOptionsFunctions, INodeListSearchResult, INodeProperties } from 'n8n-workflow';
import { BankError } from '../../lib/errors';
import { folded } from '../../lib/login/choices';
import { bankLoginType } from '../../lib/n8n/bank-login-credential';
import { toNodeError } from '../../lib/n8n/node-error';
import { settle } from '../../lib/outcome';
import type { Choice, Option } from '../../lib/profile/choice';
import type { Texts } from '../../lib/profile/hosts';
import { locatorOf, readText } from './field-values';

const displayName = 'Bank Behind the Service';

/** Always shown: what a node shows can't depend on what its credential holds. */
export const bankBehindField: INodeProperties = {
	displayName,
	name: 'bankBehind',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a bank…',
			typeOptions: { searchListMethod: 'searchBanksBehind', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. the name of the bank as the list shows it',
		},
	],
};

/** What the field says, for the first thing that is chosen for a login. Throws `invalid-input` where there is none. */
export function readBankBehind(
	written: unknown,
	bank: string,
	[first]: readonly Pick<Choice, 'id'>[],
): Texts {
	const value = readText(displayName, locatorOf(written).value);
	if (value === '') return {};
	if (first !== undefined) return { [first.id]: value };
	throw new BankError('invalid-input', `${bank} stands for no other banks`, {
		field: displayName,
		nextStep: `Empty ${displayName}, or choose another credential`,
	});
}

/** Fills the picker with what the credential's bank offers. */
export async function searchBanksBehind(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const outcome = await settle(listBanks(this));
	if ('error' in outcome) throw toNodeError(this.getNode(), outcome.error);
	const wanted = folded(filter);
	const results = outcome.value
		.filter(({ name }) => folded(name).includes(wanted))
		.map(({ name, value, description }) => ({
			name,
			value,
			...(description === undefined ? {} : { description }),
		}));
	return { results };
}

async function listBanks(context: ILoadOptionsFunctions): Promise<readonly Option[]> {
	// With the first look at the list: n8n loads every node when it starts.
	const [{ openGround }, { openDesk }] = await Promise.all([
		import('./ground'),
		import('./login-desk'),
	]);
	const { ground, choices } = await openDesk(await openGround(context, bankLoginType));
	// As a field that is filled in: says what is wrong where there is nothing to choose.
	readBankBehind('*', ground.bank.name, choices.all);
	const [first] = await choices.offered(choices.all.slice(0, 1));
	return first?.options ?? [];
}
