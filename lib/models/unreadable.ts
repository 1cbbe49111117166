import type { z } from 'zod/v4';
import { BankError } from '../errors';

/** `['transactions', 'booked', 3, 'amount']` → `transactions.booked[3].amount`. */
export function fieldPath(path: readonly PropertyKey[]): string {
	return path.reduce<string>((written, step) => {
		if (typeof step === 'number') return `${written}[${step}]`;
		return written === '' ? String(step) : `${written}.${String(step)}`;
	}, '');
}

/** `why` must not quote the answer: it holds people's data. */
export function unreadable(field: string, why: string, cause?: unknown): BankError {
	const subject = field === '' ? 'it' : `"${field}"`;
	return new BankError('unreadable-answer', `The bank's answer can't be read: ${subject} ${why}`, {
		...(field === '' ? {} : { field }),
		nextStep: 'Report it with the name of the bank, the operation and this message',
		...(cause === undefined ? {} : { cause }),
	});
}

/** Parses an answer, or throws `unreadable-answer` with the path of the first field that is wrong. */
export function readAs<Schema extends z.ZodType>(
	schema: Schema,
	body: unknown,
	under = '',
): z.output<Schema> {
	const result = schema.safeParse(body);
	if (result.success) return result.data;
	const [issue] = result.error.issues;
	const inside = fieldPath(issue?.path ?? []);
	const field = under === '' || inside.startsWith('[') ? `${under}${inside}` : `${under}.${inside}`;
	throw unreadable(field.replace(/\.$/, ''), reasonOf(issue));
}

function reasonOf(issue: z.core.$ZodIssue | undefined): string {
	if (issue === undefined) return 'is not what the standard says';
	if (issue.code === 'custom') return issue.message;
	if (issue.code !== 'invalid_type') return 'is not what the standard says';
	return issue.message.endsWith('received undefined')
		? 'is missing'
		: `should be ${withArticle(issue.expected)}`;
}

function withArticle(noun: string): string {
	return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}
