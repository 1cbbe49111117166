import { BankError } from '../errors';

/** Why calls that were made could not be recorded: told once what they brought is stored. */
export class Unrecorded {
	private error: BankError | undefined;

	/** Goes with the calls, as `unrecorded`. */
	readonly hear = (error: BankError): void => {
		this.error ??= error;
	};

	/** What was done all the same, and why it is not in the log; absent where all is. */
	said(done: string): BankError | undefined {
		if (this.error === undefined) return undefined;
		const { code, message, details } = this.error;
		return new BankError(code, `${done}, but it is not in the audit log. ${message}`, details);
	}

	/** Throws it. */
	tell(done: string): void {
		const error = this.said(done);
		if (error !== undefined) throw error;
	}
}
