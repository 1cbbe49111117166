import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { BankError } from '../../lib/errors';
import { bankLoginType } from '../../lib/n8n/bank-login-credential';
import { settle } from '../../lib/outcome';
import { alikeItems } from '../shared/alike-items';
import { chosenCredential, openGround } from '../shared/ground';
import { openDesk } from '../shared/login-desk';
import { failedItem, fieldsOf } from '../shared/operation';
import { getLink } from './link';
import type { Item } from './call';
import { eraseLogin, getStatus, revoke } from './consent';
import { finishLogin, startLogin, waitForLogin } from './login';

/** What several items ask for alike is done once, and each of them gets its outcome. */
export async function runConsents(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const output: INodeExecutionData[] = [];
	for (const group of alikeItems(context)) {
		const outcome = await settle(runConsent(context, group[0]));
		for (const index of group) {
			output[index] =
				'value' in outcome
					? { ...structuredClone(outcome.value), pairedItem: { item: index } }
					: failedItem(context, outcome.error, index);
		}
	}
	return [output];
}

/** One operation for one item. */
async function runConsent(context: IExecuteFunctions, index: number): Promise<Item> {
	const credentialType = chosenCredential(context, index);
	const ground = await openGround(context, credentialType, index);
	const operation: unknown = context.getNodeParameter('operation', index, 'getStatus');
	if (operation === 'getStatus') {
		return { json: { ...(await getStatus(ground, fieldsOf(context, index).today)) } };
	}
	if (operation === 'revoke') return { json: { ...(await revoke(ground)) } };
	if (credentialType !== bankLoginType) {
		throw new BankError('invalid-input', 'This works with a bank login only', {
			field: 'Authentication',
			nextStep: 'Choose Bank Login in Authentication, or use "Switch account" in the credential',
		});
	}
	const call = { context, index };
	const desk = await openDesk(ground);
	switch (operation) {
		case 'erase':
			return { json: { ...(await eraseLogin(desk)) } };
		case 'getLink':
			return { json: { ...(await getLink(desk, call)) } };
		case 'startLogin':
			return await startLogin(desk, call);
		case 'finishLogin':
			return { json: { ...(await finishLogin(desk, call)) } };
		case 'waitForLogin':
			return { json: { ...(await waitForLogin(desk, call)) } };
		default:
			throw new BankError('invalid-input', `Operation does not know "${String(operation)}"`, {
				field: 'Operation',
			});
	}
}
