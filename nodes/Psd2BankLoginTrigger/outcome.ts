import type {
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import type { LoginRecord } from '../../lib/login/record';
import type { LoginDesk } from '../shared/login-desk';
import { loginItem } from '../shared/login-item';
import { readEvents } from './read-fields';

/** The answer was given through the response object; nothing starts. */
export const nothingStarts: IWebhookResponseData = { noWebhookResponse: true };

/** Starts the workflow where this login is over, its event is wanted and nobody has started it yet. */
export async function startWorkflow(
	context: IWebhookFunctions,
	desk: LoginDesk,
	record: LoginRecord | undefined,
): Promise<IWebhookResponseData> {
	if (record === undefined) return nothingStarts;
	const { phase } = record.state;
	if (!readEvents(context).includes(phase)) return nothingStarts;
	if (!(await desk.records.claimOutcome(record.reference))) return nothingStarts;
	const json = loginItem(desk, record) as unknown as IDataObject;
	const items: INodeExecutionData[] = [{ json }];
	return { ...nothingStarts, workflowData: [items] };
}
