import { standingOf } from '../../../lib/standards/bankid';

it.each([
	['outstandingTransaction', 'OUTSTANDING_TRANSACTION', { state: 'outstanding' }],
	['started', 'STARTED', { state: 'started' }],
	['userSign', 'USER_SIGN', { state: 'signing' }],
	['noClient', 'NO_CLIENT', { state: 'outstanding' }],
	['userMrtd', 'USER_MRTD', { state: 'signing' }],
	['processing', 'PROCESSING', { state: 'signing' }],
	['expiredTransaction', 'EXPIRED_TRANSACTION', { state: 'failed', reason: 'expired' }],
	['certificateErr', 'CERTIFICATE_ERR', { state: 'failed', reason: 'unusable' }],
	['transactionRiskBlocked', 'TRANSACTION_RISK_BLOCKED', { state: 'failed', reason: 'refused' }],
	['startFailed', 'START_FAILED', { state: 'failed', reason: 'not-opened' }],
	['cancelled', 'CANCELLED', { state: 'failed', reason: 'replaced' }],
	['userCancel', 'USER_CANCEL', { state: 'failed', reason: 'cancelled' }],
])('reads %s and %s as one word', (hint, upperCase, standing) => {
	expect(standingOf(hint)).toEqual({ ...standing, hint });
	expect(standingOf(upperCase)).toEqual({ ...standing, hint });
});

it('reads words of the bank where it is told them, in both spellings', () => {
	const own = { bankTimeout: 'expired' } as const;
	const expired = { state: 'failed', reason: 'expired', hint: 'bankTimeout' };
	expect(standingOf('bankTimeout', own)).toEqual(expired);
	expect(standingOf('BANK_TIMEOUT', own)).toEqual(expired);
});

it.each(['', 'somethingNew', 'SOMETHING_NEW', 'constructor', 'toString'])(
	'leaves %j to the status of the bank',
	(hint) => {
		expect(standingOf(hint)).toBeUndefined();
		expect(standingOf(hint, { other: 'expired' })).toBeUndefined();
	},
);
