import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Credential, N8nApi, Workflow, WorkflowDraft } from '../n8n/api';
import { projectFolder } from '../process/project';

/** The workflows of `examples/`, as n8n's own export files. */
export function exampleWorkflows(): readonly WorkflowDraft[] {
	const folder = join(projectFolder, 'examples');
	return readdirSync(folder)
		.filter((file) => file.endsWith('.json'))
		.sort()
		.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as WorkflowDraft);
}

export function exampleWorkflow(name: string): WorkflowDraft {
	const found = exampleWorkflows().find((draft) => draft.name === name);
	if (found === undefined) throw new Error(`examples/ has no workflow ${name}.`);
	return found;
}

/** The example *BankID to Excel* with another credential, and with `more` and these parameters in its trigger. */
export function loginExample(
	name: string,
	{ type, id, name: credential }: Credential,
	parameters: object,
	more: object = {},
): WorkflowDraft {
	const example = exampleWorkflow('BankID to Excel');
	const nodes = example.nodes.map((node) => ({
		...node,
		...(node.credentials && { credentials: { [type]: { id, name: credential } } }),
		...(node.type.endsWith('.psd2BankLoginTrigger') && {
			...more,
			parameters: { ...(node['parameters'] as object), ...parameters },
		}),
	}));
	return { ...example, name, nodes };
}

/** Makes the credential, or sets the one of that name and type to `data`. */
export async function provideCredential(
	api: N8nApi,
	type: string,
	name: string,
	data: object,
): Promise<Credential> {
	const there = (await api.credentials()).find((one) => one.type === type && one.name === name);
	return there
		? await api.updateCredential(there, data)
		: await api.createCredential(type, name, data);
}

/** Imports the workflow, or brings the one of that name to what the example says now. */
export async function provideWorkflow(api: N8nApi, draft: WorkflowDraft): Promise<Workflow> {
	const found = (await api.workflows()).find(({ name }) => name === draft.name);
	const there = found && (await api.workflow(found.id));
	const addressed = withAddresses(draft, there);
	return there
		? await api.updateWorkflow(there.id, addressed)
		: await api.createWorkflow(addressed);
}

/** A trigger that is there keeps its address, a new one gets one that nobody can guess, as in the editor. */
function withAddresses(draft: WorkflowDraft, there: Workflow | undefined): WorkflowDraft {
	const nodes = draft.nodes.map((node) => {
		if (!node.type.startsWith('n8n-nodes-psd2.') || !node.type.endsWith('Trigger')) return node;
		const before = there?.nodes.find(({ name }) => name === node.name);
		return { ...node, webhookId: before?.['webhookId'] ?? randomUUID() };
	});
	return { ...draft, nodes };
}
