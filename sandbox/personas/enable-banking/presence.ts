import { BlockList, isIP } from 'node:net';
import type { Bank } from '../../bank/bank';
import type { Served } from '../../kit/served';
import { has, type Aspsp } from './aspsps';
import { refusal, thrown } from './refusal';
import type { Opened } from './sessions';

const psuHeaders = [
	'Psu-Ip-Address',
	'Psu-User-Agent',
	'Psu-Referer',
	'Psu-Accept',
	'Psu-Accept-Charset',
	'Psu-Accept-Encoding',
	'Psu-Accept-Language',
	'Psu-Geo-Location',
];

/** Addresses that say nothing of where the person is. */
const inside = new BlockList();
for (const [net, bits, family] of [
	['10.0.0.0', 8, 'ipv4'],
	['100.64.0.0', 10, 'ipv4'],
	['127.0.0.0', 8, 'ipv4'],
	['169.254.0.0', 16, 'ipv4'],
	['172.16.0.0', 12, 'ipv4'],
	['192.168.0.0', 16, 'ipv4'],
	['::1', 128, 'ipv6'],
	['fc00::', 7, 'ipv6'],
	['fe80::', 10, 'ipv6'],
] as const) {
	inside.addSubnet(net, bits, family);
}

/** Whether the person is there: all headers that the bank wants, or none (`banks §6.1 PSU headers`). */
function isAttended(served: Served, aspsp: Aspsp): boolean {
	if (!psuHeaders.some((name) => served.header(name) !== undefined)) {
		if (has(aspsp, 'attended-only')) throw refusal('server-error');
		return false;
	}
	const missing = aspsp.requiredPsuHeaders?.find((name) => served.header(name) === undefined);
	if (missing !== undefined) {
		const { detail } = thrown(`${missing} is not provided`, 'PsuHeaderNotProvidedException');
		throw refusal('missing-header', { detail });
	}
	const address = served.header('Psu-Ip-Address');
	if (address === undefined) return true;
	const family = isIP(address);
	if (family === 0) throw refusal('bad-header');
	// `enable-banking §5 PSU headers, private IP`.
	if (inside.check(address, family === 4 ? 'ipv4' : 'ipv6')) throw refusal('server-error');
	return true;
}

const tooOften = '[HUB046] Allowed number of accesses exceeded for consent.';

/** Counts a read that nobody waits for; all reads of an account count together (`enable-banking §5 What counts`). */
export function countRead(served: Served, bank: Bank, { book, session, asked }: Opened): void {
	const { aspsp } = asked;
	if (isAttended(served, aspsp)) return;
	if (bank.quota.take(`${session.id}/${book.resourceId}`, bank.settings.quotaPerDay)) return;
	throw refusal('quota', thrown(aspsp.tooOften ?? tooOften, 'RateLimitExceededException'));
}
