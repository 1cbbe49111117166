import { BlockList, isIP } from 'node:net';
import { BankError } from '../../errors';
import { signingFields } from '../../keys/fields';
import { signJwt } from '../../keys/jwt';
import { signingKeyOf } from '../../keys/signing';
import type { Holder, Sending, Wire } from '../../profile/wire';

/** Facts that are kept after the login; `firstDay`: the first of the days that banks give at any time. */
export const kept = {
	accounts: 'accounts',
	psuHeaders: 'psuHeaders',
	firstDay: 'firstDay',
} as const;

/** Both ends count: 90 days back are 91 days, which banks refuse. */
export const usualDays = 89;

/** The API allows a day; a call needs a moment, and the clock of n8n may be slow. */
const lastsSeconds = 600;

/** Each call carries a JWT of the application itself: there are no tokens of the account holder's. */
function authorization({ client, now }: Sending): string {
	if (client.signing === undefined) {
		throw new BankError('settings-invalid', `${signingFields.key} of the credential is empty`, {
			field: signingFields.key,
			nextStep: 'Paste the private key of the application: the file called <application ID>.pem',
		});
	}
	const claims = { iss: 'enablebanking.com', aud: 'api.enablebanking.com' };
	const options = { algorithm: 'RS256', keyId: client.id, now, lastsSeconds } as const;
	return `Bearer ${signJwt(claims, options, signingKeyOf(client.signing, 'RS256'))}`;
}

/** Addresses of private networks, of this machine and of carriers' own nets (RFC 6890). */
const inside = new BlockList();
for (const [net, bits] of [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.168.0.0', 16],
] as const) {
	inside.addSubnet(net, bits, 'ipv4');
}
for (const [net, bits] of [
	['::', 127],
	['fc00::', 7],
	['fe80::', 10],
] as const) {
	inside.addSubnet(net, bits, 'ipv6');
}

function isPublic(address: string): boolean {
	const family = isIP(address);
	return family !== 0 && !inside.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/**
 * All headers that the bank wants, or none: some of them alone are refused (PSU_HEADER_NOT_PROVIDED). Banks answer an
 * address of a private network with an error that says nothing (HypoVereinsbank, Sparkasse).
 */
function attendance(holder: Holder, { request, facts }: Sending): Readonly<Record<string, string>> {
	// Only calls about an account know such headers.
	if (!request.path.startsWith('/accounts/') || !isPublic(holder.psuIpAddress)) return {};
	const known: Readonly<Record<string, string | undefined>> = {
		'psu-ip-address': holder.psuIpAddress,
		'psu-user-agent': holder.psuUserAgent,
		'psu-accept-language': holder.language,
	};
	const required = (facts[kept.psuHeaders] ?? '').toLowerCase().split(' ').filter(Boolean);
	if (required.some((name) => known[name] === undefined)) return {};
	const wanted = new Set(['psu-ip-address', 'psu-user-agent', ...required]);
	return Object.fromEntries(
		[...wanted].flatMap((name) => {
			const value = known[name];
			return value === undefined ? [] : [[name, value]];
		}),
	);
}

export const wire = { requestId: 'none', attendance, authorization } as const satisfies Wire;
