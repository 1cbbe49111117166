import type { Credential, WorkflowDraft } from '../../../scripts/n8n/api';
import { exampleWorkflow } from '../../../scripts/start/provision';

/** The example *BankID to Excel* with another bank's credential, and with these parameters in its trigger. */
export function loginToWorkbook(
	{ type, id, name }: Credential,
	webhookId: string,
	parameters: object,
): WorkflowDraft {
	const example = exampleWorkflow('BankID to Excel');
	const nodes = example.nodes.map((node) => ({
		...node,
		...(node.credentials && { credentials: { [type]: { id, name } } }),
		...(node.type.endsWith('Trigger') && {
			webhookId,
			parameters: { ...(node['parameters'] as object), ...parameters },
		}),
	}));
	return { ...example, name: `Login to Excel ${webhookId}`, nodes };
}
