import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IConnections, INode, INodeType, IWorkflowSettings } from 'n8n-workflow';
import type { Connected, NodeName } from './connected';
import type { EngineWorkflow } from './engine';
import { appendType, startType } from './engine/node-types';

interface Draft {
	readonly nodes: readonly INode[];
	readonly connections: IConnections;
	readonly settings: IWorkflowSettings;
}

/** A workflow of `examples/` as people import it, with a credential chosen; its trigger is a plain start. */
export function exampleFor(
	{ nodes: ours }: Connected,
	file: string,
	credential: string,
): EngineWorkflow {
	const text = readFileSync(join(__dirname, '..', '..', 'examples', file), 'utf8');
	const { nodes, connections, settings } = JSON.parse(text) as Draft;
	const named = (type: string) => type.slice(type.lastIndexOf('.') + 1);
	const ofType = (type: string): INodeType => {
		const name = named(type);
		if (/trigger$/i.test(name)) return startType([{}]);
		if (name === 'merge') return appendType;
		return ours[(name.charAt(0).toUpperCase() + name.slice(1)) as NodeName];
	};
	const working = nodes
		.filter(({ type }) => named(type) !== 'stickyNote')
		.map((node) => ({
			...node,
			credentials: Object.fromEntries(
				Object.keys(node.credentials ?? {}).map((type) => [
					type,
					{ id: credential, name: credential },
				]),
			),
		}));
	const isStart = ({ type }: INode) => /trigger$/i.test(type);
	return {
		nodes: [...working.filter(isStart), ...working.filter((node) => !isStart(node))],
		connections,
		types: Object.fromEntries(working.map(({ type }) => [type, ofType(type)])),
		settings,
	};
}
