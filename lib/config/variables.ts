import { z } from 'zod/v4';

/** One environment variable: how it is read, and its line in .env.example. */
export interface Variable<Schema extends z.ZodType = z.ZodType> {
	readonly about: string;
	/** What .env.example shows; the default where there is one. */
	readonly example: string;
	readonly schema: Schema;
}

const variable = <Schema extends z.ZodType>(
	about: string,
	example: string,
	schema: Schema,
): Variable<Schema> => ({ about, example, schema });

const whole = (from: number, to: number) =>
	z
		.string()
		.regex(/^\d{1,9}$/, 'must be a whole number')
		.transform(Number)
		.refine((value) => value >= from && value <= to, `must be from ${from} to ${to}`);

const seconds = (from: number, to: number) => whole(from, to).transform((value) => value * 1000);

export const variables = {
	PSD2_ENVIRONMENT: variable(
		'Where banks are called unless the credential says otherwise: sandbox or production',
		'sandbox',
		z.enum(['sandbox', 'production'], 'must be sandbox or production').default('sandbox'),
	),
	PSD2_STORE: variable(
		'Where processes share read counts, leases and short-lived answers: file, redis, or memory (one process only)',
		'file',
		z.enum(['memory', 'file', 'redis'], 'must be memory, file or redis').default('file'),
	),
	PSD2_STORE_PATH: variable(
		'Folder of the file store; default: psd2 in the .n8n folder',
		'',
		z.string().optional(),
	),
	PSD2_REDIS_URL: variable(
		'Redis of the redis store, for n8n in queue mode',
		'redis://127.0.0.1:6379',
		z
			.string()
			.regex(/^rediss?:\/\/[^\s]+$/, 'must be a redis:// or rediss:// URL')
			.refine((url) => URL.canParse(url), 'must be a redis:// or rediss:// URL')
			.optional(),
	),
	PSD2_AUDIT_LOG: variable(
		"File to which every bank call is recorded, one JSON line each; {month} in its name begins a new file each month; empty: only n8n's own log",
		'',
		z.string().optional(),
	),
	PSD2_AUDIT_KEY: variable(
		'Secret of at least 32 characters that makes changes to the audit log found (npm run audit:verify)',
		'',
		z.string().min(32, 'must have at least 32 characters').optional(),
	),
	PSD2_READS_PER_DAY: variable(
		"Reads in 24 hours while the account holder is away, per consent, account and endpoint; empty: the bank's own limit",
		'',
		whole(1, 10_000).optional(),
	),
	PSD2_RETRY_BUDGET_SECONDS: variable(
		'All waits of one call together; a longer wait is not begun, the error says when to come back',
		'30',
		seconds(0, 600).default(30_000),
	),
	PSD2_TIMEOUT_SECONDS: variable(
		'How long one attempt may take, to the last byte of the answer',
		'60',
		seconds(1, 600).default(60_000),
	),
	PSD2_CACHE_SECONDS: variable(
		'How long answers are kept for runs from the editor and for dropdowns; 0: not at all, but the list of accounts to read from is used for 12 hours whatever is set here',
		'300',
		seconds(0, 3600).default(300_000),
	),
};

/** `PSD2_EXAMPLE_BANK_PRODUCTION_API_URL`: one host of one bank. */
export const hostVariable = /^PSD2_([A-Z0-9_]+)_(SANDBOX|PRODUCTION)_([A-Z0-9_]+)_URL$/;
