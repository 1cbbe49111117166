import { z } from 'zod/v4';
import { parseDate } from './dates';
import { present } from './present';
import { dateOfInstant } from './instants';
import { readAs, unreadable } from './unreadable';

export const consentStatuses = [
	'received',
	'valid',
	'rejected',
	'revoked',
	'expired',
	'terminated',
	'partiallyAuthorised',
	'other',
] as const;

export type ConsentStatus = (typeof consentStatuses)[number];

/** What the account holder allowed, and until when. */
export interface Consent {
	readonly consentId?: string;
	readonly status: ConsentStatus;
	/** The bank's own word where it is not `status`. */
	readonly bankStatus?: string;
	/** Last day on which it is valid, `YYYY-MM-DD`. */
	readonly validUntil?: string;
	/** Reads a day without the account holder. */
	readonly frequencyPerDay?: number;
	readonly recurring?: boolean;
	/** Link relations of the answer (`scaRedirect`, `scaOAuth`, `status`, …) with their targets. */
	readonly links: Readonly<Record<string, string>>;
	readonly raw: unknown;
}

// Berlin Group, Open Banking UK 3.1 and 4.0, GoCardless requisitions, Enable Banking sessions.
const statusWords: ReadonlyMap<string, ConsentStatus> = new Map(
	Object.entries({
		received: 'received',
		valid: 'valid',
		rejected: 'rejected',
		revokedbypsu: 'revoked',
		expired: 'expired',
		terminatedbytpp: 'terminated',
		revoked_by_psu: 'revoked',
		terminated_by_tpp: 'terminated',
		partially_authorised: 'partiallyAuthorised',
		partiallyauthorised: 'partiallyAuthorised',
		awaitingauthorisation: 'received',
		awau: 'received',
		authorised: 'valid',
		auth: 'valid',
		rjct: 'rejected',
		revoked: 'revoked',
		canc: 'revoked',
		expd: 'expired',
		cr: 'received',
		gc: 'received',
		ua: 'received',
		sa: 'received',
		ga: 'received',
		rj: 'rejected',
		ln: 'valid',
		su: 'revoked',
		ex: 'expired',
		pending_authorization: 'received',
		returned_from_bank: 'received',
		authorized: 'valid',
		invalid: 'rejected',
		cancelled: 'rejected',
		closed: 'terminated',
	} as const),
);

export function toConsentStatus(word: string): Pick<Consent, 'status' | 'bankStatus'> {
	const status = statusWords.get(word.toLowerCase()) ?? 'other';
	return status === word ? { status } : { status, bankStatus: word };
}

const linkSchema = z.union([
	z.string(),
	z.object({ href: z.string() }).transform((link) => link.href),
]);

const linksSchema = z
	.union([
		z.record(z.string(), linkSchema.optional().catch(undefined)),
		z
			.array(z.object({ rel: z.string(), href: z.string() }))
			.transform((links) => Object.fromEntries(links.map(({ rel, href }) => [rel, href]))),
	])
	.nullish()
	.catch(undefined);

const consentSchema = z.object({
	consentId: z.union([z.string().min(1), z.number().transform(String)]).nullish(),
	consentStatus: z.string().min(1),
	validUntil: z.unknown(),
	frequencyPerDay: z
		.union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
		.pipe(z.number().int().nonnegative())
		.nullish()
		.catch(undefined),
	recurringIndicator: z
		.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')])
		.nullish()
		.catch(undefined),
	_links: linksSchema,
	links: linksSchema,
});

/** Gateways wrap the answer as they wrap tokens. */
const inside = z.object({ consentStatus: z.unknown() }).loose();
const wrappedSchema = z.union([
	z.object({ data: inside }).transform(({ data }) => data),
	z.object({ response: inside }).transform(({ response }) => response),
]);

/** Reads a Berlin Group consent answer: created, fetched, or its status alone. */
export function readConsent(body: unknown): Consent {
	const wrapped = wrappedSchema.safeParse(body);
	const consent = readAs(consentSchema, wrapped.success ? wrapped.data : body);
	const links = Object.entries(consent._links ?? consent.links ?? {}).filter(
		(link): link is [string, string] => link[1] !== undefined,
	);
	return present<Consent>({
		consentId: consent.consentId ?? undefined,
		...toConsentStatus(consent.consentStatus),
		validUntil: lastDay(consent.validUntil),
		frequencyPerDay: consent.frequencyPerDay ?? undefined,
		recurring: consent.recurringIndicator ?? undefined,
		links: Object.fromEntries(links),
		raw: body,
	});
}

function lastDay(written: unknown): string | undefined {
	if (written === undefined || written === null || written === '') return undefined;
	const date = parseDate(written) ?? dateOfInstant(written);
	if (date === undefined) throw unreadable('validUntil', 'is not a date');
	return date;
}
