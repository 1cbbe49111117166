import { BankError, type BankErrorCode, type BankErrorDetails } from '../errors';
import type { Outcome } from '../outcome';

/** An outcome as it goes from one thread to another: a structured clone keeps no class. */
export type Carried =
	| { readonly value: unknown }
	| { readonly failure: Failure }
	| { readonly defect: unknown };

interface Failure {
	readonly code: BankErrorCode;
	readonly message: string;
	readonly details: BankErrorDetails;
}

export function carry(outcome: Outcome<unknown>): Carried {
	if ('value' in outcome) return outcome;
	const { error } = outcome;
	if (!(error instanceof BankError)) return { defect: plain(error) };
	const { code, message, details } = error;
	const { cause, ...rest } = details;
	return {
		failure: {
			code,
			message,
			details: cause === undefined ? rest : { ...rest, cause: plain(cause) },
		},
	};
}

export function unpack(carried: Carried): unknown {
	if ('value' in carried) return carried.value;
	if ('defect' in carried) throw carried.defect;
	const { code, message, details } = carried.failure;
	throw new BankError(code, message, details);
}

/** Whatever else an error holds may be something that can't be cloned. */
function plain(error: unknown): Error {
	if (!(error instanceof Error)) return new Error(String(error));
	const copy = new Error(error.message);
	copy.name = error.name;
	if (error.stack !== undefined) copy.stack = error.stack;
	return copy;
}
