import { people } from '../../../sandbox/data/people';
import { nordea } from '../../../lib/banks/nordea';
import { testBank } from '../test-bank';

const accounts = people.flatMap((person) => person.accounts);
const ofSeveral = accounts
	.filter(({ currencies }) => currencies.length > 1)
	.map(({ iban }) => iban);

testBank(nordea, {
	// An account of this bank has one currency.
	hides: ({ iban }) => iban !== undefined && ofSeveral.includes(iban),
	// What the person has agreed to is known by the token alone.
	says: { 'consent-over': 'login-required', 'consent-expired': 'login-required' },
});
