import type { Sandbox } from '../../sandbox';
import type { N8nApi } from '../n8n/api';

/** What is up and running while `npm start` shows something. */
export interface Stage {
	readonly api: N8nApi;
	readonly bank: Sandbox;
	/** Folder for the workbooks. */
	readonly out: string;
	readonly say: (line: string) => void;
}
