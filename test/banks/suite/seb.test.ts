import { seb } from '../../../lib/banks/seb';
import { testBank } from '../test-bank';

testBank(seb, {
	says: {
		// There is no consent beside the login: one that ends is the end of the other.
		'consent-over': 'login-required',
		'consent-expired': 'login-required',
		// What its account information has no word for: no signatures, no consents, no client but the token's.
		'unknown-consent': 'request-rejected',
		'bad-signature': 'request-rejected',
		'unknown-client': 'request-rejected',
		blocked: 'request-rejected',
	},
});
