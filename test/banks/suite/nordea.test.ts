import { nordea } from '../../../lib/banks/nordea';
import { testBank } from '../test-bank';

testBank(nordea, {
	// Each account has one currency.
	hides: ({ person, iban, currency }) => person === 'testa' && iban === ofSeveral(currency),
	// What the person has agreed to is known by the token alone.
	says: { 'consent-over': 'login-required', 'consent-expired': 'login-required' },
});
