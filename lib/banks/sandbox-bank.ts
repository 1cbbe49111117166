import type { AppLinks } from '../profile/login';
import type { BankProfile } from '../profile/profile';
import { berlinGroup } from '../standards/berlin-group';
import { consentCalls } from '../standards/berlin-group/consent';
import { decoupledLogin, redirectLogin, type LinksOf } from '../standards/berlin-group/login';
import { renewalWith } from '../standards/oauth2';
import { readRefusal } from '../standards/refusals';

const base = 'http://127.0.0.1:8787/berlin-group';

/** The sandbox plays the phone too: a page of its own instead of the app. */
export const simulatedApp: LinksOf = (autoStartToken, { hosts }): AppLinks => {
	const page = new URL('/bankid-app', hosts.api);
	page.searchParams.set('autostarttoken', autoStartToken);
	return { computer: page.href, phone: `${page.href}&redirect=` };
};

/** The bank in `sandbox/`: Berlin Group 1.3 with an OAuth2 login before everything else. */
export const sandboxBank = {
	id: 'sandbox-bank',
	name: 'Sandbox Bank',
	timeZone: 'UTC',
	access: 'anyone',
	docs: { url: 'https://www.berlin-group.org/nextgenpsd2-downloads', checked: '2026-11-22' },
	environments: {
		sandbox: {
			hosts: {
				api: base,
				authorize: `${base}/oauth2/authorize`,
				token: `${base}/oauth2/token`,
			},
			connect: { scope: 'AIS', clientAuthentication: 'header' },
		},
	},
	logins: [decoupledLogin(simulatedApp), redirectLogin],
	renewal: renewalWith('header'),
	consent: consentCalls,
	limits: { unattended: { perDay: 4, per: 'account' }, staleDays: 90 },
	accounts: berlinGroup.accounts,
	account: berlinGroup.account,
	balances: berlinGroup.balances,
	transactions: berlinGroup.transactions,
	probe: berlinGroup.probe,
	refusal: readRefusal,
} satisfies BankProfile;
