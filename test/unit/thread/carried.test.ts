import { BankError, bankErrorCodes } from '../../../lib/errors';
import { settleSync } from '../../../lib/outcome';
import { carry, unpack } from '../../../lib/thread/carried';

/** As it comes out of the other thread. */
const across = (error: unknown) => {
	const outcome = settleSync(() => unpack(structuredClone(carry({ error }))));
	if ('value' in outcome) throw new Error('a failure came over as a value');
	return outcome.error;
};

describe('what goes from one thread to another', () => {
	it.each(bankErrorCodes)('keeps a BankError %s what it is, with all its details', (code) => {
		const details = { bank: 'Plain Bank', field: 'From', status: 429, retryAt: 5, attempts: 2 };
		const error = across(new BankError(code, 'What happened', details));
		expect(error).toBeInstanceOf(BankError);
		expect(error).toMatchObject({ code, message: 'What happened', details });
		expect((error as BankError).retryable).toBe(new BankError(code, '').retryable);
	});

	it('keeps the cause', () => {
		const cause = Object.assign(new Error('no space'), { code: 'ENOSPC' });
		const error = across(new BankError('storage-failed', 'Not written', { cause }));
		expect((error as BankError).details.cause).toMatchObject({
			message: 'no space',
			code: 'ENOSPC',
		});
	});

	it("keeps name and code of the network's errors, however deep", () => {
		const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
		const blocked = Object.assign(new Error('blocked', { cause: refused }), {
			name: 'SsrfBlockedIpError',
		});
		expect(across(blocked)).toMatchObject({
			name: 'SsrfBlockedIpError',
			message: 'blocked',
			cause: { code: 'ECONNREFUSED' },
		});
	});

	it('takes over what can not be cloned', () => {
		const odd = Object.assign(new Error('odd'), { answer: () => undefined });
		expect(across(odd)).toMatchObject({ message: 'odd' });
		expect(across('a word')).toMatchObject({ message: 'a word' });
		const circle: { message: string; cause?: unknown } = { message: 'round' };
		circle.cause = circle;
		expect(across(circle)).toMatchObject({ message: 'round' });
	});

	it('gives values as they are', () => {
		expect(unpack(structuredClone(carry({ value: [1, undefined] })))).toEqual([1, undefined]);
		expect(unpack(carry({ value: undefined }))).toBeUndefined();
	});
});
