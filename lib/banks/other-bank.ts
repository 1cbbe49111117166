import type { BankProfile } from '../profile/profile';
import { readRefusal } from '../standards/refusals';
import { berlinGroup } from '../standards/berlin-group';
import { consentCalls } from '../standards/berlin-group/consent';
import { consentFirstLogin, decoupledLogin } from '../standards/berlin-group/login';
import { renewalWith } from '../standards/oauth2';

/** Any bank that speaks plain Berlin Group 1.3 behind plain OAuth2: the user types its URLs. */
export const otherBank = {
	id: 'other-bank',
	name: 'Other Bank (own URLs)',
	access: 'psd2-licence',
	docs: { url: 'https://www.berlin-group.org/nextgenpsd2-downloads', checked: '2026-11-22' },
	hosts: {},
	redirect: { scope: 'AIS', clientAuthentication: 'header' },
	decoupled: decoupledLogin,
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
