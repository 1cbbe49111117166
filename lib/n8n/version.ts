import { settleSync } from '../outcome';

export interface N8nVersion {
	readonly major: number;
	readonly minor: number;
}

/** Of n8n-workflow, which is numbered as n8n from 2.0 on; `undefined` where it can't be told. */
export function workflowVersion(): N8nVersion | undefined {
	const read = settleSync((): unknown => module.require('n8n-workflow/package.json'));
	const manifest = 'value' in read ? read.value : undefined;
	const isManifest = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
	const [, major, minor] = /^(\d+)\.(\d+)\./.exec(isManifest ? String(manifest.version) : '') ?? [];
	return major === undefined ? undefined : { major: Number(major), minor: Number(minor) };
}
