import { BankError } from '../errors';

/**
 * Records of calls whose answers can't be had again, such as tokens: what the bank gave is stored first, and only then
 * waited for and told is what could not be recorded. Before the first of them the sink is asked; after it nothing
 * holds the others up.
 */
export class LateRecords {
	private readonly written: Array<Promise<BankError | undefined>> = [];

	get hasBegun(): boolean {
		return this.written.length > 0;
	}

	add(written: Promise<BankError | undefined>): void {
		this.written.push(written);
	}

	/** What was done all the same, and why it is not in the log; `undefined` where all is. */
	async said(done: string): Promise<BankError | undefined> {
		const why = (await Promise.all(this.written)).find((each) => each !== undefined);
		if (why === undefined) return undefined;
		const message = `${done}, but it is not in the audit log. ${why.message}`;
		return new BankError(why.code, message, why.details);
	}

	/** Throws it. */
	async tell(done: string): Promise<void> {
		const error = await this.said(done);
		if (error !== undefined) throw error;
	}
}
