import { BankError } from '../errors';

/** Who is asked for what, as messages say it. */
export interface Asking {
	/** How the bank is called in messages. */
	readonly bank?: string;
	/** What it is asked for, masked: `the accounts`. */
	readonly asked?: string;
}

export interface Subject {
	readonly bank: string;
	/** ` when asked for …`, or nothing. */
	readonly when: string;
}

export const subjectOf = ({ bank = 'The bank', asked }: Asking): Subject => ({
	bank,
	when: asked === undefined ? '' : ` when asked for ${asked}`,
});

export const noAnswer = ({ bank, when }: Subject, why: string, cause?: Error) =>
	new BankError('no-answer', `${bank} did not answer${when}: ${why}`, {
		nextStep: 'Check the network and try again later',
		...(cause === undefined ? {} : { cause }),
	});

export const tooLarge = ({ bank, when }: Subject, bytes: number) =>
	new BankError(
		'unreadable-answer',
		`${bank} sent more than ${Math.round(bytes / 1024 / 1024)} MiB in one answer${when}`,
		{ nextStep: 'Ask for a shorter period. If it stays, report it with the name of the bank' },
	);

export const cancelled = () => new BankError('cancelled', 'The run was stopped');
