import { z } from 'zod/v4';
import { dayNumber } from './data/calendar';

const positive = z.number().int().positive();

/** What can be changed while the bank runs (`POST /admin/settings`), with the values it opens with. */
export const settingsSchema = z.strictObject({
	/** Same seed, same people's transactions. */
	seed: z.string().min(1).default('sandbank'),
	/** Transactions of each person, all accounts, booked and pending. */
	transactions: z.number().int().min(10).max(1_000_000).default(400),
	accessTokenSeconds: positive.default(600),
	/** How long a consent that the bank makes itself is valid. */
	consentDays: positive.default(180),
	/** Reads without the account holder per consent, account and endpoint in 24 h. */
	quotaPerDay: positive.default(4),
	/** How far back a read without the account holder may go. */
	unattendedDays: positive.default(90),
	pageSize: z.number().int().min(1).max(1000).default(200),
	/** The standard allows both forms of link. */
	links: z.enum(['path', 'absolute']).default('path'),
	/** What a refresh token that was used before does: be refused, or end the whole login too. */
	refreshReuse: z.enum(['refuse', 'revoke']).default('refuse'),
	/** The standard lets a new recurring consent end the person's former one with the same client. */
	formerConsents: z.enum(['end', 'keep']).default('end'),
	/** Whether a decoupled login must name the person (header PSU-ID). */
	requirePsuId: z.boolean().default(false),
	/** How long a client should wait between two looks at a decoupled login, ms. */
	pollDelayMs: positive.default(1_000),
	/** Every BankID order approves itself after this time, ms; null: somebody has to. */
	bankIdAutoMs: positive.nullable().default(null),
	/** Who then logs in where the client named nobody. */
	bankIdAutoPerson: z.string().default('testa'),
	/** Moves the bank's clock to this date. */
	today: z
		.string()
		.refine((date) => dayNumber(date) !== undefined, 'must be a date like 2031-05-17')
		.optional(),
});

export type Settings = z.infer<typeof settingsSchema>;

export interface Client {
	readonly id: string;
	readonly secret: string;
	/** `loopback`: any address of this machine, as RFC 8252 §7.3 wants it for native apps. */
	readonly redirectUris: readonly string[] | 'loopback';
}

export interface SandboxOptions {
	/** 0 or absent: a free one. */
	readonly port?: number;
	readonly seed?: string;
	/** 10 … 1,000,000, each person. */
	readonly transactions?: number;
	/** Epoch milliseconds. */
	readonly clock?: { now(): number };
	readonly accessTokenSeconds?: number;
	readonly quotaPerDay?: number;
	/** See the setting of that name. */
	readonly bankIdAutoMs?: number;
	/** Besides the demo client. */
	readonly clients?: readonly Client[];
	/** Made up at each start unless given. */
	readonly adminKey?: string;
}
