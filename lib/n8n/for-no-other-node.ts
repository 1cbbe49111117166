import type { INodeProperties } from 'n8n-workflow';
import type { N8nVersion } from './version';

/**
 * n8n's own fields, preset: an HTTP Request node could send the bank's token anywhere. `none` forbids it that node in
 * every version, but from 2.16 to 2.35 also the credential's own test, so there it may go to the bank's own host. Before
 * 2.14 n8n doesn't hold that node to `domains`.
 */
export function forNoOtherNode(
	ownHost: string,
	version: N8nVersion | undefined,
): INodeProperties[] {
	const isHostOnly = version?.major === 2 && version.minor >= 14 && version.minor < 36;
	const allowed: INodeProperties = {
		displayName: 'Allowed HTTP Request Domains',
		name: 'allowedHttpRequestDomains',
		type: 'hidden',
		default: isHostOnly ? 'domains' : 'none',
	};
	if (!isHostOnly) return [allowed];
	return [
		allowed,
		{ displayName: 'Allowed Domains', name: 'allowedDomains', type: 'hidden', default: ownHost },
	];
}
