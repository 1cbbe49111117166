import type { AppLinks } from '../profile/login';
import type { Hosts } from '../profile/hosts';
import type { BankProfile } from '../profile/profile';
import { readRefusal } from '../standards/refusals';
import { berlinGroup } from '../standards/berlin-group';
import { consentCalls } from '../standards/berlin-group/consent';
import { consentFirstLogin, decoupledLogin } from '../standards/berlin-group/login';
import { renewalWith } from '../standards/oauth2';

const base = 'http://127.0.0.1:8787/berlin-group';

/** The sandbox plays the phone too: a page of its own instead of the app. */
function simulatedApp(autoStartToken: string, { api }: Pick<Hosts, 'api'>): AppLinks {
	const page = new URL('/bankid-app', api);
	page.searchParams.set('autostarttoken', autoStartToken);
	return { computer: page.href, phone: `${page.href}&redirect=` };
}

/** The bank in `sandbox/`: Berlin Group 1.3 with an OAuth2 login before everything else. */
export const sandboxBank = {
	id: 'sandbox-bank',
	name: 'Sandbox Bank',
	timeZone: 'UTC',
	access: 'anyone',
	docs: { url: 'https://www.berlin-group.org/nextgenpsd2-downloads', checked: '2026-11-22' },
	hosts: {
		sandbox: {
			api: base,
			authorize: `${base}/oauth2/authorize`,
			token: `${base}/oauth2/token`,
		},
	},
	redirect: { scope: 'AIS', clientAuthentication: 'header' },
	decoupled: { ...decoupledLogin, appLinks: simulatedApp },
	consentFirst: consentFirstLogin,
	renewal: renewalWith('header'),
	consent: consentCalls,
	limits: { unattendedPerDay: 4, unattendedDays: 90 },
	accounts: berlinGroup.accounts,
	account: berlinGroup.account,
	balances: berlinGroup.balances,
	transactions: berlinGroup.transactions,
	refusal: readRefusal,
} satisfies BankProfile;
