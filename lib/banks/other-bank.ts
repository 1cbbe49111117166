import type { BankProfile } from '../profile/profile';
import { berlinGroup } from '../standards/berlin-group';
import { consentCalls } from '../standards/berlin-group/consent';
import { decoupledLogin, redirectLogin } from '../standards/berlin-group/login';
import { berlinGroupSignature } from '../standards/berlin-group/signature';
import { renewalWith } from '../standards/oauth2';
import { readRefusal } from '../standards/refusals';

/** Any bank that speaks plain Berlin Group 1.3 behind plain OAuth2: the user types its URLs. */
export const otherBank = {
	id: 'other-bank',
	name: 'Other Bank (own URLs)',
	access: 'psd2-licence',
	docs: { url: 'https://www.berlin-group.org/nextgenpsd2-downloads', checked: '2026-11-22' },
	environments: {},
	typed: {
		connect: { scope: 'AIS', clientAuthentication: 'header' },
		keys: { transport: 'optional', signing: 'optional' },
	},
	// Signed only where the credential has a key for it.
	wire: { sign: berlinGroupSignature },
	logins: [decoupledLogin(), redirectLogin],
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
