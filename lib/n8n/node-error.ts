import { NodeApiError, NodeOperationError, type INode, type JsonObject } from 'n8n-workflow';
import { nextStepOf, retryTime } from '../client/next-steps';
import { BankError, type BankErrorCode } from '../errors';
import { redact } from '../http/redact';

/** Codes that the user mends in the node or the credential, not at the bank. */
const ownInput: ReadonlySet<BankErrorCode> = new Set(['invalid-input', 'settings-invalid']);

/** The one way an error leaves a node: what happened as message, what to do next as description. */
export function toNodeError(
	node: INode,
	error: unknown,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	const position = itemIndex === undefined ? {} : { itemIndex };
	if (!(error instanceof BankError)) {
		const message = error instanceof Error ? error.message : String(error);
		return new NodeOperationError(node, redact(message), position);
	}
	const description = nextStepOf(error);
	if (ownInput.has(error.code)) {
		return new NodeOperationError(node, error.message, { ...position, description });
	}
	const { status, bankCode, requestId } = error.details;
	const retryAt = retryTime(error.details.retryAt);
	const facts: JsonObject = { code: error.code };
	if (bankCode !== undefined) facts.bankCode = bankCode;
	if (retryAt !== undefined) facts.retryAt = retryAt;
	if (requestId !== undefined) facts.requestId = requestId;
	return new NodeApiError(node, facts, {
		...position,
		message: error.message,
		description,
		...(status === undefined ? {} : { httpCode: String(status) }),
	});
}
