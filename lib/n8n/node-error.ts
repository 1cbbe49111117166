import { NodeApiError, NodeOperationError, type INode, type JsonObject } from 'n8n-workflow';
import { nextStepOf, retryTime } from '../client/next-steps';
import { BankError, type BankErrorCode } from '../errors';
import { quote } from '../http/redact';
import { messageOf } from '../outcome';

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
		const told = quote(messageOf(error));
		return saying(told, new NodeOperationError(node, told, position));
	}
	const description = nextStepOf(error);
	if (ownInput.has(error.code)) {
		const told = new NodeOperationError(node, error.message, { ...position, description });
		return saying(error.message, told);
	}
	const { status, bankCode, requestId } = error.details;
	const retryAt = retryTime(error.details.retryAt);
	const facts: JsonObject = { code: error.code };
	if (bankCode !== undefined) facts.bankCode = bankCode;
	if (retryAt !== undefined) facts.retryAt = retryAt;
	if (requestId !== undefined) facts.requestId = requestId;
	const told = new NodeApiError(node, facts, {
		...position,
		message: error.message,
		description,
		...(status === undefined ? {} : { httpCode: String(status) }),
	});
	return saying(error.message, told);
}

/**
 * n8n writes a sentence of its own over a message in which it finds a code it knows, in whatever word: `EPERM` also in
 * the name SCHEEPERMANN, `ECONNREFUSED` of our store as "the service is offline".
 */
function saying<Told extends NodeApiError | NodeOperationError>(
	message: string,
	error: Told,
): Told {
	error.message = message;
	error.messages = [];
	return error;
}
