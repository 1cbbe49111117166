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

/** n8n's *Merge* as the examples have it: the items of all inputs, one after another. */
export const appendType: INodeType = {
	description: { ...noOpType.description, displayName: 'Append', inputs: ['main', 'main', 'main'] },
	async execute() {
		return [[0, 1, 2].flatMap((input) => this.getInputData(input))];
	},
};

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
