import type { BankClient } from '../../lib/client';
import { BankError } from '../../lib/errors';
import { settle } from '../../lib/outcome';

export const operations = ['accounts', 'balances', 'transactions'] as const;
export type Operation = (typeof operations)[number];

/** Runs one operation to its end; gives how many models came. */
export async function run(
	client: BankClient,
	operation: Operation,
	account: { resourceId: string; iban?: string },
): Promise<number> {
	if (operation === 'balances') return (await client.balances(account)).length;
	const pages =
		operation === 'accounts'
			? client.accounts()
			: client.transactions(account, { bookingStatus: 'both', dateFrom: '2031-03-01' });
	let count = 0;
	for await (const page of pages) count += page.length;
	return count;
}

export interface Outcome {
	readonly fault: string;
	readonly operation: Operation;
	readonly attempts: number;
	/** Seconds between the attempts. */
	readonly waits: readonly number[];
	readonly end: string;
	/** What the user reads. */
	readonly message: string;
	readonly nextStep: string;
}

export async function outcomeOf(
	fault: string,
	operation: Operation,
	work: Promise<number>,
	seen: () => { attempts: number; slept: readonly number[] },
): Promise<Outcome> {
	const outcome = await settle(work);
	const { attempts, slept } = seen();
	const waits = slept.map((ms) => ms / 1000);
	const common = { fault, operation, attempts, waits };
	if ('value' in outcome) return { ...common, end: 'answered', message: '', nextStep: '' };
	const { error } = outcome;
	if (!(error instanceof BankError)) throw error;
	return {
		...common,
		end: error.code,
		message: error.message,
		nextStep: error.details.nextStep ?? '',
	};
}

/** For the reader of a test run: what was repeated, how often, after how long, and what the user reads. */
export function printTable(title: string, outcomes: readonly Outcome[]): void {
	const rows = outcomes.map(({ fault, operation, attempts, waits, end, message }) => [
		fault,
		operation,
		String(attempts),
		waits.map((seconds) => `${seconds} s`).join(', ') || '–',
		end,
		message,
	]);
	const head = ['fault', 'operation', 'attempts', 'waits', 'end', 'the user reads'];
	const widths = head.map((_name, column) =>
		Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)),
	);
	const line = (row: readonly string[]) =>
		row
			.map((cell, column) => cell.padEnd(widths[column] ?? 0))
			.join('  ')
			.trimEnd();
	process.stdout.write(`\n${title}\n\n${[head, ...rows].map(line).join('\n')}\n\n`);
}
