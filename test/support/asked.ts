import { setImmediate } from 'node:timers/promises';
import type { LogEntry } from '../../sandbox/bank/request-log';
import type { Connected } from './connected';

/** Until an endpoint of the bank has been asked so many times more. */
export async function untilAsked(
	{ bank }: Pick<Connected, 'bank'>,
	wanted: string,
	count = 1,
): Promise<void> {
	const asked = async () =>
		(await bank.admin<LogEntry[]>('/log')).filter(({ endpoint }) => endpoint === wanted).length;
	const before = await asked();
	while ((await asked()) < before + count) await setImmediate();
}
