import type { Persona } from '../../kit/persona';
import { accountCalls } from './accounts';
import { authorisationCalls } from './authorisations';
import { consentCalls } from './consents';
import { example, prepare } from './example';
import { oauthCalls } from './oauth2';
import { refuse } from './refusal';
import { transactionCall } from './transactions';

/** A bank that speaks Berlin Group NextGenPSD2 XS2A 1.3.11 to the letter. */
export const berlinGroup: Persona = {
	id: 'sandbox-bank',
	name: 'Sandbank',
	path: '/berlin-group',
	facts: 'banks §1',
	settings: [
		{ value: { quotaPerDay: 4 }, fact: 'banks §5 RTS Art 36(5)(b)' },
		{ value: { consentDays: 180, unattendedDays: 90 }, fact: 'banks §5 RTS Art 10a' },
		{ value: { formerConsents: 'end' }, fact: 'banks §1.3 A new recurring consent' },
	],
	refuse,
	calls: [...oauthCalls, ...consentCalls, ...authorisationCalls, ...accountCalls, transactionCall],
	example,
	prepare,
};
