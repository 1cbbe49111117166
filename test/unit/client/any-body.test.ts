import fc from 'fast-check';
import { judge, judgeUnread } from '../../../lib/client/judge';
import { BankError, bankErrorCodes } from '../../../lib/errors';
import type { HttpAnswer } from '../../../lib/http/port';
import { plainBank } from '../../support/client-under-test';
import { strange } from '../../support/spoil';

const subject = {
	bank: plainBank,
	asked: 'the accounts',
	operation: 'accounts',
	requestId: '00000000-0000-4000-8000-000000000001',
	now: Date.UTC(2026, 0, 15, 8),
	secrets: ['secret'],
};

/** Names that refusals and answers have, so that bodies come near both. */
const names = fc.constantFrom(
	...['tppMessages', 'category', 'code', 'text', 'error', 'errors', 'Errors', 'detail', 'message'],
	...['data', 'accounts', 'transactions', 'booked', '_links', 'next', 'href', 'status', 'summary'],
);
const { body: known } = fc.letrec((tie) => ({
	body: fc.oneof(
		{ maxDepth: 4 },
		fc.constantFrom('ERROR', 'CONSENT_EXPIRED', '/next', 'account closed', '00', ''),
		strange,
		fc.array(tie('body'), { maxLength: 3 }),
		fc.dictionary(names, tie('body'), { maxKeys: 4 }),
	),
}));
const deep = (depth: number) =>
	Array.from({ length: depth }).reduce<unknown>((inner) => ({ data: [inner] }), 'ERROR');
const bodies = fc.oneof(known, fc.jsonValue(), fc.string(), fc.constant(deep(100_000)));
const statuses = fc.constantFrom(200, 201, 204, 301, 400, 401, 403, 404, 409, 429, 500, 503, 599);

const expectOurs = (error: unknown) => {
	expect(error).toBeInstanceOf(BankError);
	expect(bankErrorCodes).toContain((error as BankError).code);
};

it('is judged, whatever it is: an answer, or an error of the closed set', () => {
	fc.assert(
		fc.property(bodies, statuses, (body, status) => {
			const answer: HttpAnswer = { status, headers: {}, body };
			for (const error of [judge(answer, subject), judgeUnread(answer, subject)])
				if (error !== undefined) expectOurs(error);
			if (status >= 300) expect(judge(answer, subject)).toBeDefined();
		}),
		{ numRuns: 1000 },
	);
});
