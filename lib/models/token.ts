import { z } from 'zod/v4';
import { present } from './present';
import { readAs } from './unreadable';

/** A token answer (RFC 6749 §5.1), kept whole. Secret: never logged, never in items. */
export interface Token {
	readonly accessToken: string;
	/** As the bank wrote it; `Bearer` where it left it out. */
	readonly tokenType: string;
	readonly refreshToken?: string;
	readonly scope?: string;
	/** Epoch ms; absent where the bank doesn't say. */
	readonly expiresAt?: number;
	/** The consent that the bank tied to the token. */
	readonly consentId?: string;
	/** Every field of the answer. */
	readonly raw: Readonly<Record<string, unknown>>;
}

const text = z.string().min(1).optional().catch(undefined);

// Seconds as a number, or as the digits that some gateways send.
const seconds = z
	.union([
		z.number().nonnegative(),
		z
			.string()
			.regex(/^\d+(?:\.0+)?$/)
			.transform(Number),
	])
	.optional()
	.catch(undefined);

// RFC 6749 wants one text; a list of names says the same.
const scopes = z
	.union([z.string().min(1), z.array(z.string()).transform((names) => names.join(' '))])
	.optional()
	.catch(undefined);

const tokenSchema = z.looseObject({
	access_token: z.string().min(1),
	token_type: text,
	refresh_token: text,
	scope: scopes,
	expires_in: seconds,
	consentId: text,
	consent_id: text,
});

/** Nordea's older APIs wrap the answer in `response`, gateways in `data`. */
const inside = z.object({ access_token: z.string() }).loose();
const wrappedSchema = z.union([
	z.object({ response: inside }).transform(({ response }) => response),
	z.object({ data: inside }).transform(({ data }) => data),
]);

/** As languages without underscores write it. */
const camelCaseSchema = z.object({
	accessToken: z.string().min(1),
	tokenType: z.unknown(),
	expiresIn: z.unknown(),
	refreshToken: z.unknown(),
	scope: z.unknown(),
	consentId: z.unknown(),
});

const goCardlessSchema = z.object({
	access: z.string().min(1),
	access_expires: z.unknown(),
	refresh: z.unknown(),
});

/** `receivedAt`: epoch ms at which the answer arrived, from which `expires_in` counts. */
export function readToken(body: unknown, receivedAt: number): Token {
	const wrapped = wrappedSchema.safeParse(body);
	const answer = wrapped.success ? wrapped.data : body;
	const token = readAs(tokenSchema, withStandardNames(answer));
	return present<Token>({
		accessToken: token.access_token,
		tokenType: token.token_type ?? 'Bearer',
		refreshToken: token.refresh_token,
		scope: token.scope,
		expiresAt: token.expires_in === undefined ? undefined : receivedAt + token.expires_in * 1000,
		consentId: token.consentId ?? token.consent_id,
		raw: answer as Readonly<Record<string, unknown>>,
	});
}

/** GoCardless writes `access`, `access_expires`, `refresh`. */
function withStandardNames(answer: unknown): unknown {
	const camel = camelCaseSchema.safeParse(answer);
	if (camel.success) {
		const { accessToken, tokenType, expiresIn, refreshToken, scope, consentId } = camel.data;
		return {
			access_token: accessToken,
			token_type: tokenType,
			expires_in: expiresIn,
			refresh_token: refreshToken,
			scope,
			consentId,
		};
	}
	const named = goCardlessSchema.safeParse(answer);
	if (!named.success) return answer;
	const { access, access_expires, refresh } = named.data;
	return { access_token: access, expires_in: access_expires, refresh_token: refresh };
}
