import type { BankProfile } from '../profile/profile';
import { nordeaAccounts } from '../standards/nordea';
import { decoupledLogin } from '../standards/nordea/decoupled';
import { consentCalls, redirectLogin, renewal } from '../standards/nordea/login';
import { nordeaRefusal } from '../standards/nordea/refusal';

const environment = {
	hosts: { api: 'https://api.nordeaopenbanking.com' },
	keys: { signing: 'required', signingBy: 'key' },
} as const;

export const nordea = {
	id: 'nordea',
	name: 'Nordea',
	access: 'psd2-licence',
	docs: { url: 'https://documentation.nordeaopenbanking.com', checked: '2026-11-25' },
	needs:
		'an app in the Nordea Developer Portal with the certificate of that key (RSA, 2048 bits or more)',
	environments: {
		sandbox: environment,
		// The documentation names this host alone: there the client ID tells which it is (derived).
		production: environment,
	},
	choices: [
		{
			id: 'market',
			name: 'Market',
			description: 'The country in which the accounts are held',
			where: 'credential',
			options: [
				{ value: 'SE', name: 'Sweden' },
				{ value: 'NO', name: 'Norway' },
				{ value: 'DK', name: 'Denmark' },
				{ value: 'FI', name: 'Finland' },
			],
		},
	],
	wire: {
		// Nordea's swagger ais-v4: "to be provided if TPP is in session with the PSU".
		attendance: ({ psuIpAddress, psuUserAgent }) => ({
			'X-Nordea-Originating-User-Ip': psuIpAddress,
			...(psuUserAgent !== undefined && { 'X-Nordea-Originating-User-Agent': psuUserAgent }),
		}),
		dress: ({ client, now, url }) => ({
			'X-IBM-Client-Id': client.id,
			'X-IBM-Client-Secret': client.secret ?? '',
			'X-Nordea-Originating-Date': new Date(now).toUTCString(),
			'X-Nordea-Originating-Host': new URL(url).host,
		}),
		sign: {
			kind: 'http-signature',
			covers: ['(request-target)', 'x-nordea-originating-host', 'x-nordea-originating-date'],
			coversIfSent: ['content-type', 'digest'],
			algorithm: 'RS256',
			called: 'rsa-sha256',
			digest: { algorithm: 'SHA-256', of: 'body' },
			keyId: 'client-id',
		},
	},
	logins: [decoupledLogin, redirectLogin],
	renewal,
	keep: ['tokenPath'],
	consent: consentCalls,
	limits: {
		unattended: { perDay: 4, per: 'account' },
		// Recalled, unverified: Nordea wants a fresh login for what is older, and says nowhere how long one is.
		freshMinutes: 60,
		staleDays: 90,
		historyDays: 365,
	},
	accounts: nordeaAccounts.accounts,
	account: nordeaAccounts.account,
	balances: nordeaAccounts.balances,
	transactions: nordeaAccounts.transactions,
	probe: { path: '/personal/v5/accounts' },
	refusal: nordeaRefusal,
} satisfies BankProfile;
