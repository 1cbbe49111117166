import { recordOf, textOf } from '../kit/fields';
import { wrappers } from '../kit/wrapper';

/** What answers say beside their content, and what is all of an answer that has none. */
const beside = new Set(
	[
		['_links', 'links', 'Links', 'Meta', 'meta', 'timestamp', 'date', 'endpoint', 'bank'],
		['path', 'instance', 'resource', 'source', 'id', 'Id', 'traceId', 'requestId', 'correlationId'],
		['responseHeader', 'group_header', 'success', 'type', 'title', 'text', 'psuMessage'],
		['code', 'Code', 'message', 'Message', 'detail', 'details', 'summary', 'description'],
		['status', 'status_code', 'statusCode', 'httpCode', 'httpMessage', 'moreInformation'],
		['error_description', 'error_descriptions', 'error_uri', 'error_message', 'errorMessage'],
		['userMessage', 'developerMessage', 'localizedMessage', 'additionalErrors'],
	].flat(),
);

/** What no answer has that gives what was asked for. */
const naming = [
	['error', 'errors', 'Error', 'Errors', 'errorList', 'errorCode', 'error_code'],
	['fault', 'faultstring', 'faultcode', 'tppMessages', 'tppMessage', 'apiClientMessages'],
].flat();

/** An answer that tells where a login or a consent stands is read for that. */
const states = ['scaStatus', 'consentStatus', 'authorisationId', 'access_token'];

/**
 * What a 2xx answer holds: what was asked for, a refusal (some gateways send all with 200), or words alone, which may
 * be one (`{ code, message }`) or say that something is done. An error beside content is a refusal too: nobody knows
 * which rows it stands for.
 */
export function whatIsIn(body: unknown): 'content' | 'refusal' | 'words' {
	if (Array.isArray(body))
		return body.length > 0 && body.every(isCalledError) ? 'refusal' : 'content';
	const fields = recordOf(body);
	if (fields === undefined || states.some((name) => !isEmpty(fields[name]))) return 'content';
	if (listsErrors(fields)) return 'refusal';
	const names = Object.keys(fields).filter((name) => !isEmpty(fields[name]));
	const content = names.filter((name) => !beside.has(name) && !naming.includes(name));
	const wrapper = wrappers.find((name) => content.length === 1 && content[0] === name);
	if (wrapper !== undefined) return whatIsIn(fields[wrapper]);
	if (content.length > 0 || names.length === 0) return 'content';
	const isNamed = naming.some((name) => isError(fields[name]));
	return isNamed || statusIn(body) !== undefined ? 'refusal' : 'words';
}

/** Of Berlin Group's messages those that are called errors, of other lists whatever has a code. */
function listsErrors({ tppMessages, apiClientMessages, errors, Errors }: Fields): boolean {
	return (
		[tppMessages, apiClientMessages].flat().some(isCalledError) ||
		[errors, Errors].flat().some((each) => {
			const { code, errorCode, ErrorCode } = recordOf(each) ?? {};
			const named = textOf(code) ?? textOf(errorCode) ?? textOf(ErrorCode);
			return named !== undefined && !isSuccess(named);
		})
	);
}

type Fields = Readonly<Record<string, unknown>>;

const isCalledError = (entry: unknown): boolean =>
	textOf(recordOf(entry)?.['category'])?.toUpperCase() === 'ERROR';

/** Warnings go with content. */
function isError(value: unknown): boolean {
	if (value === false || isSuccess(value) || isEmpty(value)) return false;
	return [value].flat().some((each) => {
		const { category, code } = recordOf(each) ?? {};
		return category !== 'WARNING' && !isSuccess(code);
	});
}

/** Codes for nothing. */
const isSuccess = (value: unknown): boolean =>
	/^(?:0+|ok|success|none)$/i.test(textOf(value) ?? '');

/** Nothing, or lists of nothing: `{ booked: [], pending: [] }`. */
function isEmpty(value: unknown): boolean {
	if (value === undefined || value === null || value === '') return true;
	return typeof value === 'object' && Object.values(value).every(isEmpty);
}

/** The HTTP status that an answer itself tells of a failure. */
export function statusIn(body: unknown): number | undefined {
	const { status, status_code, statusCode, httpCode } = recordOf(body) ?? {};
	return [status, status_code, statusCode, httpCode]
		.map((each) => (typeof each === 'string' && /^\d{3}$/.test(each) ? Number(each) : each))
		.find((each): each is number => typeof each === 'number' && each >= 400 && each < 600);
}
