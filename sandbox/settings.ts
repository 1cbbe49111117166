import { z } from 'zod/v4';
import { dayNumber } from './data/calendar';

const positive = z.number().int().positive();

/** What all banks of one sandbox share: the clock, the people's books, the phone. */
const worldShape = {
	/** Same seed, same people's transactions. */
	seed: z.string().min(1).default('sandbank'),
	/** Transactions of each person, all accounts, booked and pending. */
	transactions: z.number().int().min(10).max(1_000_000).default(400),
	/** Every BankID order, and every order in another app, approves itself after this time, ms; null: somebody has to. */
	bankIdAutoMs: positive.nullable().default(null),
	/** Who then logs in where the client named nobody. */
	bankIdAutoPerson: z.string().default('testa'),
	/** Moves the clock to this date. */
	today: z
		.string()
		.refine((date) => dayNumber(date) !== undefined, 'must be a date like 2031-05-17')
		.optional(),
};

/** What each bank has its own of; a persona opens with other values where its bank has others. */
const bankShape = {
	accessTokenSeconds: positive.default(600),
	/** null: a refresh token lives as long as the login or its consent. */
	refreshTokenSeconds: positive.nullable().default(null),
	/** Whether a renewal gives a new refresh token. */
	refreshRotates: z.boolean().default(true),
	/** What a refresh token that was used before does: be refused, or end the whole login too. */
	refreshReuse: z.enum(['refuse', 'revoke']).default('refuse'),
	/** How long a consent that the bank makes itself is valid. */
	consentDays: positive.default(180),
	/** Reads without the account holder per consent, account and endpoint in 24 h; null: any number. */
	quotaPerDay: positive.nullable().default(4),
	/** How far back the bank shows anything; null: as far as it has rows. */
	historyDays: positive.nullable().default(null),
	/** How far back a read may go that isn't fresh. */
	unattendedDays: positive.default(90),
	/** How long after the login a read is fresh; null: a read is fresh while the account holder is there. */
	freshMinutes: positive.nullable().default(null),
	pageSize: z.number().int().min(1).max(1000).default(200),
	/** The standard allows both forms of link. */
	links: z.enum(['path', 'absolute']).default('path'),
	/** The standard lets a new recurring consent end the person's former one with the same client. */
	formerConsents: z.enum(['end', 'keep']).default('end'),
	/** Whether a decoupled login must name the person (header PSU-ID). */
	requirePsuId: z.boolean().default(false),
	/** What a bank's own sandbox lets through: logins that approve themselves, the word that skips a signature. */
	shortcuts: z.boolean().default(false),
	/** How long a client should wait between two looks at a decoupled login, ms. */
	pollDelayMs: positive.default(1_000),
};

export const worldSchema = z.object(worldShape);
export const bankSchema = z.object(bankShape);

/** What can be changed while a bank runs (`POST /admin/settings`), with the values it opens with. */
export const settingsSchema = z.strictObject({ ...worldShape, ...bankShape });

export type WorldSettings = z.infer<typeof worldSchema>;
export type BankSettings = z.infer<typeof bankSchema>;
export type Settings = z.infer<typeof settingsSchema>;

export interface Client {
	readonly id: string;
	readonly secret: string;
	/** `loopback`: any address of this machine, as RFC 8252 §7.3 wants it for native apps. */
	readonly redirectUris: readonly string[] | 'loopback';
	/** PEM: a public key or a certificate, by which the bank checks what the client has signed. */
	readonly publicKey?: string;
}

export interface SandboxOptions {
	/** 0 or absent: a free one. */
	readonly port?: number;
	/** A second listener, over HTTPS, with certificates made now (by OpenSSL). */
	readonly tls?: boolean;
	/** Of that one; 0 or absent: a free one. */
	readonly tlsPort?: number;
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
