import type { Persona } from '../../kit/persona';
import { accountCalls } from './accounts';
import { decoupledCalls } from './decoupled';
import { example, prepare } from './example';
import { recalled, row } from './facts';
import { redirectCalls } from './redirect';
import { refuse } from './refuse';

/** SEB in Sweden, private: redirect, decoupled v3 and v4, account information v7 and v8. */
export const seb: Persona = {
	id: 'seb',
	name: 'SEB',
	facts: 'banks §2.1',
	settings: [
		{
			value: {
				accessTokenSeconds: 3_600,
				refreshTokenSeconds: 180 * 86_400,
				consentDays: 180,
			},
			fact: recalled('Token lifetimes'),
		},
		{ value: { refreshRotates: true, refreshReuse: 'refuse' }, fact: row('Refresh') },
		{ value: { pollDelayMs: 500 }, fact: row('Poll') },
		{ value: { pageSize: 500 }, fact: row('Page size') },
		{ value: { links: 'path' }, fact: row('Transactions link') },
		{ value: { formerConsents: 'keep' }, fact: row('Consent resource') },
		{ value: { quotaPerDay: 4 }, fact: 'banks §5 RTS Art 36(5)(b)' },
		{ value: { unattendedDays: 90 }, fact: 'banks §5 RTS Art 10a' },
	],
	transport: { value: 'certificate', fact: row('Credentials') },
	refuse,
	calls: [...redirectCalls, ...decoupledCalls, ...accountCalls],
	example,
	prepare,
};
