import { chooseRenewal, renewalRefused } from '../../../lib/login/renewal';

const now = 1_000_000;
const live = { accessToken: 'live', expiresAt: now + 60_000 };

it.each([
	['nobody has logged in', undefined, undefined, true, 'log-in'],
	['a live token', live, undefined, true, 'use'],
	['a token whose end is not known', { accessToken: 'open' }, undefined, true, 'use'],
	[
		'a token that ends within ten seconds',
		{ ...live, expiresAt: now + 9_999 },
		undefined,
		true,
		'renew',
	],
	['an expired token', { ...live, expiresAt: now - 1 }, undefined, true, 'renew'],
	[
		'an expired token without a way to renew: let the bank say so',
		{ ...live, expiresAt: now - 1 },
		undefined,
		false,
		'use',
	],
	['the token that was refused', live, 'live', true, 'renew'],
	['the token that was refused, without a way to renew', live, 'live', false, 'log-in'],
	['another token than the refused one: somebody was faster', live, 'old', true, 'use'],
	['another token, but about to end', { ...live, expiresAt: now }, 'old', true, 'renew'],
] as const)('%s', (_name, stored, refused, canRenew, choice) => {
	const question = { stored, canRenew, now, ...(refused === undefined ? {} : { refused }) };
	expect(chooseRenewal(question)).toBe(choice);
});

it.each([
	['invalid_client', 'settings-invalid'],
	['unauthorized_client', 'settings-invalid'],
	['invalid_grant', 'login-required'],
	[undefined, 'login-required'],
] as const)('%s means %s', (bankCode, code) => {
	expect(renewalRefused('Plain Bank', bankCode, 'Log in again')).toMatchObject({ code });
});
