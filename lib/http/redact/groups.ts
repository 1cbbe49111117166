/** Digits of a run that stand together. */
export interface Group {
	readonly digits: string;
	/** Place in the reading. */
	readonly start: number;
	readonly end: number;
	/** What stands before it, within the run. */
	readonly before: string;
}

export function groupsOf(run: string, start: number): readonly Group[] {
	let endOfLast = 0;
	return [...run.matchAll(/[0-9]+/g)].map(({ index, 0: digits }) => {
		const before = run.slice(endOfLast, index);
		endOfLast = index + digits.length;
		return { digits, start: start + index, end: start + endOfLast, before };
	});
}

/** Whether something new may begin after it. */
export const isLoose = (between: string): boolean => /[ \n]/.test(between);
