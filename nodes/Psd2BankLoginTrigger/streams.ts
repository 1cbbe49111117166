import { BankError } from '../../lib/errors';
import type { Answer, Lines } from './answers';

/** Pages of one connection that this process keeps open; each costs it memory and a look a second. */
const most = 50;
const waitMs = 60_000;

/** By connection and browser. */
const open = new Map<string, Map<string, Lines>>();

/** Throws `rate-limited` where no further page can be kept open. One that has its page open may load it again. */
export function refuseWhereFull(connectionId: string, browser: string | undefined, now: number) {
	const pages = open.get(connectionId);
	if (pages === undefined || pages.size < most) return;
	if (browser !== undefined && pages.has(browser)) return;
	throw new BankError('rate-limited', 'Many people are logging in here at the moment', {
		retryAt: now + waitMs,
		nextStep: 'Wait a minute, then load the page again',
	});
}

/** The stream of a browser's page; the one that it had before, in another tab, ends and says so. */
export function openStream(connectionId: string, browser: string, answer: Answer): Lines {
	const pages = open.get(connectionId) ?? new Map<string, Lines>();
	open.set(connectionId, pages);
	const before = pages.get(browser);
	const lines: Lines = answer.lines(() => {
		if (pages.get(browser) === lines) pages.delete(browser);
		if (pages.size === 0) open.delete(connectionId);
	});
	pages.set(browser, lines);
	before?.send({ elsewhere: true });
	before?.end();
	return lines;
}
