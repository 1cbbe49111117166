import type { IConnections, IDataObject, INode, INodeType, IWorkflowSettings } from 'n8n-workflow';
import { startType } from './node-types';

export interface EngineStep {
	readonly node: INodeType;
	readonly parameters?: IDataObject;
	/** Credential id by type. */
	readonly credentials?: Readonly<Record<string, string>>;
	readonly onError?: INode['onError'];
}

/** Nodes with their types by name; the first node starts it. */
export interface EngineWorkflow {
	readonly nodes: readonly INode[];
	readonly connections: IConnections;
	readonly types: Readonly<Record<string, INodeType>>;
	readonly settings?: IWorkflowSettings;
}

/** Start → the steps, one after another, named *Step 1*, *Step 2*, … */
export function chainOf(
	steps: readonly EngineStep[],
	items: readonly IDataObject[],
): EngineWorkflow {
	const nodes: INode[] = [
		{ id: '0', name: 'Start', type: 'start', typeVersion: 1, position: [0, 0], parameters: {} },
		...steps.map(
			(step, index): INode => ({
				id: String(index + 1),
				name: `Step ${index + 1}`,
				type: `step${index + 1}`,
				typeVersion: 1,
				position: [0, 0],
				parameters: (step.parameters ?? {}) as never,
				credentials: Object.fromEntries(
					Object.entries(step.credentials ?? {}).map(([type, id]) => [type, { id, name: id }]),
				),
				...(step.onError === undefined ? {} : { onError: step.onError }),
			}),
		),
	];
	const types: Record<string, INodeType> = { start: startType(items) };
	steps.forEach((step, index) => (types[`step${index + 1}`] = step.node));
	const connections: IConnections = Object.fromEntries(
		nodes
			.slice(0, -1)
			.map((node, index) => [
				node.name,
				{ main: [[{ node: nodes[index + 1]?.name ?? '', type: 'main' as const, index: 0 }]] },
			]),
	);
	return { nodes, connections, types };
}
