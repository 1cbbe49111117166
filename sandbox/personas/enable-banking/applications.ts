import { createPublicKey, sign, verify } from 'node:crypto';
import type { Bank } from '../../bank/bank';
import { mayRedirectTo } from '../../kit/grants';
import type { Fact, TextDemand, Verdict } from '../../kit/persona';
import { Refused } from '../../kit/refused';
import { json, type Reply, type Served } from '../../kit/served';
import type { Client } from '../../settings';

/** What its owner has registered in the Control Panel. */
export interface Application extends Pick<Client, 'id' | 'redirectUris'> {
	readonly name: string;
	readonly environment: 'SANDBOX' | 'PRODUCTION';
	readonly active: boolean;
	/** Shows linked accounts only, and says nothing of the others. */
	readonly restricted: boolean;
	readonly publicKey?: string;
}

const pasted = 'https://example.org/callback';

/** All sign with the demo client's key. Their ids stay the same, so that a saved credential outlives a restart. */
export const demoApplications: Fact<readonly Application[]> = {
	fact: 'enable-banking §1 2 Environment',
	value: [
		{
			id: 'eb5a4dba-0000-4000-8000-000000000001',
			name: 'Sandbox application',
			environment: 'SANDBOX',
			active: true,
			restricted: false,
			redirectUris: 'loopback',
		},
		{
			id: 'eb5a4dba-0000-4000-8000-000000000002',
			name: 'Production application, restricted',
			environment: 'PRODUCTION',
			active: true,
			restricted: true,
			redirectUris: [pasted],
		},
		{
			id: 'eb5a4dba-0000-4000-8000-000000000003',
			name: 'Production application, not active yet',
			environment: 'PRODUCTION',
			active: false,
			restricted: true,
			redirectUris: [pasted],
		},
	],
};

function applicationWith(bank: Bank, id: string): Application | undefined {
	const { publicKey } = bank.world.demo;
	const demo = demoApplications.value.find((one) => one.id === id);
	if (demo !== undefined) return { ...demo, publicKey };
	const client = bank.clients.get(id);
	return client?.publicKey === undefined
		? undefined
		: { ...client, name: id, environment: 'SANDBOX', active: true, restricted: false };
}

/** The sandbox application's n8n may live on any port, so every address of this machine is registered for it. */
export const mayReturnTo = (application: Application, address: string): boolean =>
	address === pasted || mayRedirectTo({ ...application, secret: '' }, address);

export function application(served: Served, bank: Bank): Reply {
	const { id, name, environment, active, redirectUris } = callerOf(served, bank);
	return json({
		name,
		description: null,
		kid: id,
		environment,
		redirect_urls: redirectUris === 'loopback' ? ['http://127.0.0.1/', pasted] : redirectUris,
		active,
		countries: ['DE', 'FI', 'FR', 'NO', 'SE'],
		services: ['AIS'],
	});
}

interface Jwt {
	readonly header: Readonly<Record<string, unknown>>;
	readonly claims: Readonly<Record<string, unknown>>;
	readonly signed: Buffer;
	readonly signature: Buffer;
}

function jwtOf(authorization: string): Jwt | undefined {
	const [head = '', body = '', signature = ''] =
		/^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization)?.[1]?.split('.') ?? [];
	const [header, claims] = [head, body].map(objectOf);
	if (header === undefined || claims === undefined) return undefined;
	return {
		header,
		claims,
		signed: Buffer.from(`${head}.${body}`),
		signature: Buffer.from(signature, 'base64url'),
	};
}

function objectOf(part: string): Readonly<Record<string, unknown>> | undefined {
	try {
		const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
		return typeof value === 'object' && value !== null
			? (value as Record<string, unknown>)
			: undefined;
	} catch {
		return undefined;
	}
}

const longestLife = 86_400;
/** Clocks differ a little. */
const leeway = 60;

function verdictOn(
	authorization: string,
	bank: Bank,
): Application | 'unknown-token' | 'expired-token' {
	const jwt = jwtOf(authorization);
	if (jwt === undefined) return 'unknown-token';
	const { typ, alg, kid } = jwt.header;
	const { iss, aud, iat, exp } = jwt.claims;
	const caller = applicationWith(bank, String(kid));
	const good =
		typ === 'JWT' &&
		alg === 'RS256' &&
		iss === 'enablebanking.com' &&
		aud === 'api.enablebanking.com' &&
		caller?.publicKey !== undefined &&
		verify('RSA-SHA256', jwt.signed, createPublicKey(caller.publicKey), jwt.signature);
	if (!good || typeof iat !== 'number' || typeof exp !== 'number') return 'unknown-token';
	const now = bank.now() / 1000;
	if (exp > iat + longestLife || iat > now + leeway) return 'unknown-token';
	return exp <= now ? 'expired-token' : caller;
}

const jwtDemand = (test: (caller: Application) => Verdict): TextDemand => ({
	in: 'header',
	name: 'Authorization',
	reason: 'missing-token',
	spoilt: 'unknown-token',
	wrong: 'Bearer e30.e30.c3BvaWx0',
	text: 'Authorization is a Bearer JWT, signed with the key of the application',
	fact: 'banks §6.1 JWT',
	test: (value, _served, bank) => {
		const verdict = verdictOn(value, bank);
		return typeof verdict === 'string' ? verdict : test(verdict);
	},
});

/** A JWT of any application. */
export const signedBy: TextDemand = jwtDemand(() => true);

/** A JWT of an application that accounts were linked to: every call but `GET /application` wants one. */
export const signedByActive: TextDemand = jwtDemand(({ active }) => active || 'not-consented');

export function callerOf(served: Served, bank: Bank): Application {
	const caller = verdictOn(served.header('authorization') ?? '', bank);
	if (typeof caller === 'string') throw new Refused(caller);
	return caller;
}

/** What an application signs for its calls. */
export function demoJwt(bank: Bank): string {
	const iat = Math.floor(bank.now() / 1000);
	const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
	const head = part({ typ: 'JWT', alg: 'RS256', kid: demoApplications.value[0]?.id });
	const claims = { iss: 'enablebanking.com', aud: 'api.enablebanking.com', iat, exp: iat + 3600 };
	const text = `${head}.${part(claims)}`;
	const signature = sign('RSA-SHA256', Buffer.from(text), bank.world.demo.privateKey);
	return `${text}.${signature.toString('base64url')}`;
}
