const keepReal = [
	'hrtime',
	'nextTick',
	'performance',
	'queueMicrotask',
	'setImmediate',
	'clearImmediate',
	'setInterval',
	'clearInterval',
	'setTimeout',
	'clearTimeout',
] as const;

/** From here on the clocks of the bank and of the nodes show this (threads keep theirs); waiting takes its time as ever. */
export const setClocks = (now: number) => jest.useFakeTimers({ now, doNotFake: [...keepReal] });
