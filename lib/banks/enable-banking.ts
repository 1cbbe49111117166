import type { BankProfile } from '../profile/profile';
import { enableBanking as standard } from '../standards/enable-banking';
import { listAspsps } from '../standards/enable-banking/aspsps';
import { redirectLogin } from '../standards/enable-banking/login';
import { readEnableBankingRefusal } from '../standards/enable-banking/refusal';
import { consentCalls } from '../standards/enable-banking/session';
import { kept, usualDays, wire } from '../standards/enable-banking/wire';

/** One API before some 2,500 banks, for one's own accounts without a licence. The application says which environment. */
const environment = {
	hosts: { api: 'https://api.enablebanking.com' },
	keys: { signing: 'required', signingBy: 'key' },
} as const;

export const enableBanking = {
	id: 'enable-banking',
	name: 'Enable Banking',
	access: 'own-accounts',
	docs: { url: 'https://enablebanking.com/docs/api/reference/', checked: '2026-11-25' },
	needs:
		'an application at Enable Banking (free for your own accounts), to which each account is linked: others are left out without a word',
	environments: {
		production: { ...environment, constants: { application: 'PRODUCTION' } },
		sandbox: environment,
	},
	client: { id: 'Application ID', secret: 'none' },
	choices: [
		{
			id: 'aspsp',
			name: 'Bank',
			description:
				'The bank behind Enable Banking. Accounts that you have not linked to your application there are left out without a word: compare how many come',
			where: 'login',
			options: listAspsps,
		},
	],
	wire,
	logins: [redirectLogin],
	keep: Object.values(kept),
	consent: consentCalls,
	limits: {
		// "About four fetches a day", which some banks count over balances and transactions together: those say so themselves.
		unattended: { perDay: 4, per: 'account' },
		freshMinutes: 60,
		staleDays: usualDays,
		maximumPages: 1_000,
	},
	accounts: standard.accounts,
	balances: standard.balances,
	transactions: standard.transactions,
	probe: { path: '/application', ofConsent: '/sessions/{consentId}' },
	refusal: readEnableBankingRefusal,
} satisfies BankProfile;
