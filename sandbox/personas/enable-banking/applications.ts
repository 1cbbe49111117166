import type { Bank } from '../../bank/bank';
import { mayRedirectTo } from '../../kit/grants';
import type { Fact, TextDemand, Verdict } from '../../kit/persona';
import { Refused } from '../../kit/refused';
import { json, type Reply, type Served } from '../../kit/served';
import { readJwt, signJwt } from '../../kit/signatures';
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
	if (client?.publicKey === undefined) return undefined;
	const { publicKey: registered, redirectUris } = client;
	const terms = { environment: 'SANDBOX', active: true, restricted: false } as const;
	return { ...terms, id, name: id, redirectUris, publicKey: registered };
}

/** The sandbox application's n8n may live on any port, so every address of this machine is registered for it. */
export const mayReturnTo = (application: Application, address: string): boolean =>
	registered(application).includes(address) ||
	mayRedirectTo({ ...application, secret: '' }, address);

const registered = ({ redirectUris }: Application): readonly string[] =>
	redirectUris === 'loopback' ? ['http://127.0.0.1/', pasted] : redirectUris;

export function application(served: Served, bank: Bank): Reply {
	const caller = callerOf(served, bank);
	const { id, name, environment, active } = caller;
	return json({
		name,
		description: null,
		kid: id,
		environment,
		redirect_urls: registered(caller),
		active,
		countries: ['DE', 'FI', 'FR', 'NO', 'SE'],
		services: ['AIS'],
	});
}

const longestLife = 86_400;
/** Clocks differ a little. */
const leeway = 60;

function verdictOn(
	authorization: string,
	bank: Bank,
): Application | 'unknown-token' | 'expired-token' {
	const text = /^Bearer (\S+)$/.exec(authorization)?.[1] ?? '';
	const jwt = readJwt(text, ({ kid }) => applicationWith(bank, String(kid))?.publicKey);
	const caller = applicationWith(bank, String(jwt?.header['kid']));
	const { iss, aud, iat, exp } = jwt?.claims ?? {};
	const good =
		jwt?.header['typ'] === 'JWT' &&
		iss === 'enablebanking.com' &&
		aud === 'api.enablebanking.com' &&
		typeof iat === 'number' &&
		typeof exp === 'number';
	if (!good || caller === undefined) return 'unknown-token';
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
	return signJwt(
		{
			header: { kid: demoApplications.value[0]?.id },
			claims: { iss: 'enablebanking.com', aud: 'api.enablebanking.com', iat, exp: iat + 3600 },
		},
		bank.world.demo.privateKey,
	);
}
