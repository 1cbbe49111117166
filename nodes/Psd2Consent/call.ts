import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

export interface ConsentCall {
	readonly context: IExecuteFunctions;
	readonly index: number;
}

export type Item = Pick<INodeExecutionData, 'json' | 'binary'>;
