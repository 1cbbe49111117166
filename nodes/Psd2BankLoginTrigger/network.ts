import { isIPv4 } from 'node:net';

/** Of IPv6 the first 64 bits: one household or machine has all that follow. */
export function networkOf(address: string): string {
	if (isIPv4(address)) return address;
	const [head = '', tail] = (address.split('%', 1)[0] ?? '').split('::');
	const groups = (text: string | undefined) =>
		text === undefined || text === '' ? [] : text.split(':');
	const [before, after] = [groups(head), groups(tail)];
	const between = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
	const all = tail === undefined ? before : [...before, ...between, ...after];
	return all
		.slice(0, 4)
		.map((group) => Number.parseInt(group, 16).toString(16))
		.join(':');
}
