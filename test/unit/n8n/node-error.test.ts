import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';
import { BankError, bankErrorCodes } from '../../../lib/errors';
import { toNodeError } from '../../../lib/n8n/node-error';

const node: INode = {
	id: '1',
	name: 'Read',
	type: 'x',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

describe('toNodeError', () => {
	it.each(bankErrorCodes)('says for %s what happened and what to do next', (code) => {
		const error = toNodeError(node, new BankError(code, 'Something happened'), 3);
		expect(error.message).toBe('Something happened');
		expect(error.description).toMatch(/\w{4,}.*\.$/);
		expect(error.context.itemIndex).toBe(3);
	});

	it('keeps the status, the bank code and the request ID of a refusal', () => {
		const error = toNodeError(
			node,
			new BankError('quota-exceeded', 'Bank answered 429 ACCESS_EXCEEDED', {
				status: 429,
				bankCode: 'ACCESS_EXCEEDED',
				retryAt: Date.UTC(2026, 2, 1, 12),
				requestId: '0b1c',
			}),
		);
		expect(error).toBeInstanceOf(NodeApiError);
		expect((error as NodeApiError).httpCode).toBe('429');
		expect(error.description).toContain('Next possible: 2026-03-01T12:00:00.000Z');
		expect(error.description).toContain('Request ID: 0b1c');
	});

	it('is an operation error for what the user typed', () => {
		const error = new BankError('invalid-input', 'Days must be at least 1', { field: 'Days' });
		expect(toNodeError(node, error)).toBeInstanceOf(NodeOperationError);
	});

	it.each([
		'The Redis store does not answer (ECONNREFUSED)',
		'Bank answered 400 when asked for the balances: SCHEEPERMANN IS UNKNOWN',
		'There is no account "preexisting"',
		'The disk says ENOENT',
	])('lets n8n write nothing over: %s', (message) => {
		for (const code of bankErrorCodes) {
			const error = toNodeError(node, new BankError(code, message));
			expect([error.message, ...error.messages]).toEqual([message]);
		}
		expect(toNodeError(node, new Error(message)).message).toBe(message);
	});

	it('masks what an unexpected error says', () => {
		const error = toNodeError(
			node,
			new Error('Bearer abcdefghijklmnopqrstuvwxyz0123456789 failed'),
		);
		expect(error.message).not.toContain('abcdefghijklmnopqrstuvwxyz0123456789');
	});

	it('leaves errors alone that already are one', () => {
		const error = new NodeOperationError(node, 'mine');
		expect(toNodeError(node, error)).toBe(error);
	});
});
