import { BankError, type BankErrorCode, type BankErrorDetails } from '../errors';
import { errorCode, type Outcome } from '../outcome';

/** An outcome as it goes from one thread to another: a structured clone keeps neither class nor name nor code. */
export type Carried =
	| { readonly value: unknown }
	| { readonly failure: Failure }
	| { readonly defect: Defect };

interface Failure {
	readonly code: BankErrorCode;
	readonly message: string;
	readonly details: Omit<BankErrorDetails, 'cause'>;
	readonly cause?: Defect;
}

interface Defect {
	readonly name: string;
	readonly message: string;
	readonly stack?: string | undefined;
	readonly code?: string | undefined;
	readonly cause?: Defect;
}

export function carry(outcome: Outcome<unknown>): Carried {
	if ('value' in outcome) return outcome;
	const { error } = outcome;
	if (!(error instanceof BankError)) return { defect: defectOf(error) };
	const { code, message, details } = error;
	const { cause, ...rest } = details;
	return {
		failure: {
			code,
			message,
			details: rest,
			...(cause === undefined ? {} : { cause: defectOf(cause) }),
		},
	};
}

/** Gives the value, or throws what was thrown on the other side. */
export function unpack(carried: Carried): unknown {
	if ('value' in carried) return carried.value;
	if ('defect' in carried) throw errorOf(carried.defect);
	const { code, message, details, cause } = carried.failure;
	throw new BankError(code, message, {
		...details,
		...(cause === undefined ? {} : { cause: errorOf(cause) }),
	});
}

/** Deep enough for the network's errors, which hide their code in a cause. */
const deepest = 4;

function defectOf(error: unknown, depth = 0): Defect {
	// Not by `instanceof`: n8n's errors and Node's may be of another context's `Error`.
	if (typeof error !== 'object' || error === null || !('message' in error)) {
		return { name: 'Error', message: String(error) };
	}
	const { name, message, stack, cause } = error as Partial<Error>;
	return {
		name: String(name),
		message: String(message),
		stack,
		code: errorCode(error),
		...(cause === undefined || depth === deepest ? {} : { cause: defectOf(cause, depth + 1) }),
	};
}

function errorOf({ cause, ...fields }: Defect): Error {
	const error = new Error(fields.message, cause === undefined ? {} : { cause: errorOf(cause) });
	return Object.assign(error, fields);
}
