import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod/v4';
import type { Environment } from '../profile/hosts';
import { BankError } from '../errors';
import { baseProblem, hostProblem } from './typed-url';
import { hostVariable, variables } from './variables';

/** What the environment says, checked. */
export interface Settings {
	readonly environment: Environment;
	/** Host variables as set: name → URL without a trailing slash. */
	readonly hosts: Readonly<Record<string, string>>;
	readonly store: StoreSettings;
	readonly audit: { readonly log?: string; readonly key?: string };
	/** Absent: the bank's own limit. */
	readonly readsPerDay?: number;
	readonly retryBudgetMs: number;
	readonly timeoutMs: number;
	/** 0: nothing is kept. */
	readonly cacheMs: number;
}

export type StoreSettings =
	| { readonly kind: 'memory' }
	| { readonly kind: 'file'; readonly path: string }
	| { readonly kind: 'redis'; readonly url: string };

type Environ = Readonly<Record<string, string | undefined>>;

const schema = z.object({
	PSD2_ENVIRONMENT: variables.PSD2_ENVIRONMENT.schema,
	PSD2_STORE: variables.PSD2_STORE.schema,
	PSD2_STORE_PATH: variables.PSD2_STORE_PATH.schema,
	PSD2_REDIS_URL: variables.PSD2_REDIS_URL.schema,
	PSD2_AUDIT_LOG: variables.PSD2_AUDIT_LOG.schema,
	PSD2_AUDIT_KEY: variables.PSD2_AUDIT_KEY.schema,
	PSD2_READS_PER_DAY: variables.PSD2_READS_PER_DAY.schema,
	PSD2_RETRY_BUDGET_SECONDS: variables.PSD2_RETRY_BUDGET_SECONDS.schema,
	PSD2_TIMEOUT_SECONDS: variables.PSD2_TIMEOUT_SECONDS.schema,
	PSD2_CACHE_SECONDS: variables.PSD2_CACHE_SECONDS.schema,
});

/** Throws `settings-invalid` naming the variable. An empty variable is an absent one. */
export function readSettings(environ: Environ = process.env): Settings {
	const set = Object.fromEntries(
		Object.entries(environ).flatMap(([name, value]) => {
			const trimmed = value?.trim() ?? '';
			return trimmed === '' ? [] : [[name, trimmed]];
		}),
	);
	const result = schema.safeParse(set);
	if (!result.success) {
		const [issue] = result.error.issues;
		throw invalid(String(issue?.path[0] ?? 'PSD2_ENVIRONMENT'), issue?.message ?? 'is not valid');
	}
	const read = result.data;
	const { PSD2_AUDIT_LOG: log, PSD2_AUDIT_KEY: key } = read;
	if (log !== undefined && key === undefined) {
		throw invalid('PSD2_AUDIT_KEY', 'must be set where PSD2_AUDIT_LOG is');
	}
	return {
		environment: read.PSD2_ENVIRONMENT,
		hosts: hostsOf(set),
		store: storeOf(read, set),
		audit: {
			...(log === undefined ? {} : { log }),
			...(key === undefined ? {} : { key }),
		},
		...(read.PSD2_READS_PER_DAY === undefined ? {} : { readsPerDay: read.PSD2_READS_PER_DAY }),
		retryBudgetMs: read.PSD2_RETRY_BUDGET_SECONDS,
		timeoutMs: read.PSD2_TIMEOUT_SECONDS,
		cacheMs: read.PSD2_CACHE_SECONDS,
	};
}

function storeOf(read: z.output<typeof schema>, set: Environ): StoreSettings {
	switch (read.PSD2_STORE) {
		case 'memory':
			return { kind: 'memory' };
		case 'redis':
			if (read.PSD2_REDIS_URL === undefined) {
				throw invalid('PSD2_REDIS_URL', 'must be set where PSD2_STORE is redis');
			}
			return { kind: 'redis', url: read.PSD2_REDIS_URL };
		case 'file':
			return {
				kind: 'file',
				path: read.PSD2_STORE_PATH ?? join(set['N8N_USER_FOLDER'] ?? homedir(), '.n8n', 'psd2'),
			};
	}
}

function hostsOf(set: Environ): Record<string, string> {
	return Object.fromEntries(
		Object.entries(set).flatMap(([name, value]) => {
			if (!hostVariable.test(name) || value === undefined) return [];
			const problem = (name.endsWith('_API_URL') ? baseProblem : hostProblem)(value);
			if (problem !== undefined) throw invalid(name, problem);
			return [[name, value.replace(/\/+$/, '')]];
		}),
	);
}

/** The value itself is not quoted: it may be a secret pasted into the wrong line. */
const invalid = (name: string, problem: string) =>
	new BankError('settings-invalid', `${name} ${problem}`, {
		field: name,
		nextStep: `Correct ${name} in n8n's environment and restart n8n`,
	});
