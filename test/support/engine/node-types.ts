import type { IDataObject, INodeType, INodeTypes } from 'n8n-workflow';

export const noOpType: INodeType = {
	description: {
		displayName: 'None',
		name: 'none',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: {},
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	},
};

export function nodeTypesOf(types: Readonly<Record<string, INodeType>>): INodeTypes {
	const find = (name: string): INodeType => {
		const type = types[name];
		if (!type) throw new Error(`No node type ${name} in this engine`);
		return type;
	};
	return { getByName: find, getByNameAndVersion: find, getKnownTypes: () => ({}) };
}

/** Starts a workflow with the items it is given. */
export const startType = (items: readonly IDataObject[]): INodeType => ({
	description: {
		...noOpType.description,
		displayName: 'Start',
		name: 'start',
		group: ['trigger'],
		inputs: [],
	},
	async execute() {
		return [items.map((json) => ({ json }))];
	},
});
