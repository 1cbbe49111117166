import fc from 'fast-check';
import { accountMarks } from '../../../lib/login/account-marks';
import { drive } from '../../../lib/login/drive';
import { accessOf, readStoredLogin, writeStoredLogin } from '../../../lib/login/stored-login';
import { BankError } from '../../../lib/errors';
import { settle } from '../../../lib/outcome';
import { loginUnderTest, type Answer } from '../../support/login-under-test';
import { strange } from '../../support/spoil';

const status = fc.constantFrom(200, 201, 204, 302, 400, 401, 403, 404, 409, 429, 500, 503, 599);
const answer: fc.Arbitrary<Answer> = fc.tuple(
	status,
	fc.oneof(
		strange,
		fc.record({ access_token: strange, refresh_token: strange, expires_in: strange }),
		fc.record({
			accounts: fc.array(fc.record({ resourceId: strange, iban: strange, raw: strange })),
		}),
		fc.record({ error: strange, error_description: strange }),
		fc.record({ scaStatus: fc.oneof(strange, fc.constant('finalised')), challengeData: strange }),
		fc.record({ tppMessages: strange }),
	),
);
const headers = fc.record({
	'retry-after': fc.string(),
	'content-type': fc.constant('application/json'),
});

/** Of the closed set, or nothing at all. */
function expectClosed(outcome: Awaited<ReturnType<typeof settle>>): void {
	if ('error' in outcome && !(outcome.error instanceof BankError)) throw outcome.error;
}

it('a login ends, or fails in our words, whatever the bank says', async () => {
	const phase = fc.constantFrom('ordering', 'waiting', 'finishing', 'redeeming');
	await fc.assert(
		fc.asyncProperty(fc.array(answer, { minLength: 1 }), headers, phase, async (says, sent, at) => {
			let asked = 0;
			const { options, record } = loginUnderTest({
				says: () => says[asked++ % says.length],
				headers: sent,
			});
			const over = await settle(drive({ ...options, orders: 1 }, record(at as 'waiting')));
			expectClosed(over);
		}),
		{ numRuns: 200 },
	);
});

it('a renewal and an end of a login fail in our words, whatever the bank says', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(answer, { minLength: 1 }), headers, async (says, sent) => {
			let asked = 0;
			let isStrange = false;
			const { options, record, session } = loginUnderTest({
				says: () => (isStrange ? says[asked++ % says.length] : undefined),
				headers: sent,
			});
			await drive(options, record());
			isStrange = true;
			expectClosed(await settle(session.renew({ accessToken: 'access-1' })));
			expectClosed(await settle(session.current()));
			expectClosed(await settle(session.end(async () => undefined)));
		}),
		{ numRuns: 200 },
	);
});

it('what is stored is read, or opens nothing, whatever it is', () => {
	fc.assert(
		fc.property(fc.oneof(strange, fc.record({ token: strange, loginId: strange })), (value) => {
			const text = typeof value === 'string' ? value : JSON.stringify(value);
			const stored = readStoredLogin(text);
			if (stored !== undefined) {
				accessOf(stored);
				writeStoredLogin(stored);
				new Date(stored.loggedInAt).toISOString();
			}
		}),
	);
});

it('accounts are marked, whatever the bank has put into their fields', () => {
	const name = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '*', '\u0000', 'İ'));
	fc.assert(
		fc.property(name, name, name, strange, (resourceId, bban, maskedPan, raw) => {
			accountMarks([{ id: 'v1:id', resourceId, bban, maskedPan, ownerName: bban, raw }], 'secret');
		}),
	);
});
