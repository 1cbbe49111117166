import type { HttpAnswer } from '../http/port';
import type { BankRefusal } from './profile';
import { refusalCode } from './refusal-codes';
import { recordOf, textOf, textsOf } from './standards/fields';

type Fields = Readonly<Record<string, unknown>>;
type Words = Pick<BankRefusal, 'bankCode' | 'bankText' | 'field'>;
type Shape = (body: Fields) => Words | undefined;

/**
 * A refused answer in our words, whichever of the shapes in use the bank writes it in; empty where a 2xx answer holds what
 * was asked for. The text is the bank's own and may name accounts: mask it before anybody sees it.
 */
export function readRefusal({ status, body }: HttpAnswer): BankRefusal {
	const isSuccess = status >= 200 && status < 300;
	if (isSuccess && !isRefusal(body)) return {};
	const words = wordsIn(body);
	const code = refusalCode(words.bankCode, words.bankText);
	const told = isSuccess ? statusIn(body) : undefined;
	const retryAfterMs = waitIn(words.bankText);
	return {
		...(code !== undefined && { code }),
		...words,
		...(told !== undefined && { status: told }),
		...(retryAfterMs !== undefined && { retryAfterMs }),
	};
}

/** What answers say beside their content, and what is all of an answer that has none. */
const beside = new Set(
	[
		['_links', 'links', 'timestamp', 'path', 'instance', 'id', 'Id', 'traceId', 'requestId'],
		['correlationId', 'responseHeader', 'group_header', 'success', 'type', 'title', 'text'],
		['code', 'Code', 'message', 'Message', 'detail', 'details', 'summary', 'description'],
		['status', 'status_code', 'statusCode', 'httpCode', 'httpMessage', 'moreInformation'],
		['error_description', 'error_descriptions', 'error_uri', 'error_message', 'errorMessage'],
	].flat(),
);

/** What no answer has that gives what was asked for. */
const naming = [
	['error', 'errors', 'Error', 'Errors', 'errorList', 'errorCode', 'error_code'],
	['fault', 'faultstring', 'faultcode', 'tppMessages', 'tppMessage', 'apiClientMessages'],
].flat();

/** Whether an answer is a refusal and nothing else, whatever its status says: some gateways send all with 200. */
function isRefusal(body: unknown): boolean {
	const fields = recordOf(body);
	if (fields === undefined) return false;
	const names = Object.keys(fields);
	const isNamed = naming.some((name) => isError(fields[name])) || statusIn(body) !== undefined;
	return isNamed && names.every((name) => isBeside(name) || isEmpty(fields[name]));
}

const isBeside = (name: string) => beside.has(name) || naming.includes(name);

/** Warnings go with content. */
function isError(value: unknown): boolean {
	if (value === false || value === 0 || value === '0' || isEmpty(value)) return false;
	return [value].flat().some((each) => recordOf(each)?.['category'] !== 'WARNING');
}

/** Nothing, or lists of nothing: `{ booked: [], pending: [] }`. */
function isEmpty(value: unknown): boolean {
	if (value === undefined || value === null || value === '') return true;
	return typeof value === 'object' && Object.values(value).every(isEmpty);
}

/** The HTTP status that an answer itself tells of a failure. */
function statusIn(body: unknown): number | undefined {
	const { status, status_code, statusCode, httpCode } = recordOf(body) ?? {};
	return [status, status_code, statusCode, httpCode]
		.map((each) => (typeof each === 'string' && /^\d{3}$/.test(each) ? Number(each) : each))
		.find((each): each is number => typeof each === 'number' && each >= 400 && each < 600);
}

function wordsIn(body: unknown): Words {
	const fields = Array.isArray(body) ? { tppMessages: body } : recordOf(body);
	if (fields === undefined) return wordsInText(body);
	// Gateways wrap what the bank says; what stands outside counts first.
	for (const inner of [fields, recordOf(fields['data']), recordOf(fields['response'])]) {
		for (const shape of inner === undefined ? [] : shapes) {
			const words = inner && shape(inner);
			if (words !== undefined && Object.keys(words).length > 0) return words;
		}
	}
	return {};
}

/**
 * Berlin Group: `{ tppMessages: [{ category, code, path, text }] }`, `apiClientMessages` since openFinance 2; an error
 * outranks a warning.
 */
const tppMessages: Shape = ({ tppMessages: list, tppMessage, apiClientMessages }) => {
	const messages = recordsIn(list ?? tppMessage ?? apiClientMessages);
	const message = messages.find((each) => each['category'] !== 'WARNING') ?? messages[0];
	return message && words(message['code'], message['text'], message['path']);
};

/** Open Banking UK: `{ Code, Id, Message, Errors: [{ ErrorCode, Message, Path, Url }] }`. */
const openBankingUk: Shape = ({ Code, Message, Errors }) => {
	const [error] = recordsIn(Errors);
	if (error === undefined) return words(Code, Message);
	return words(error['ErrorCode'] ?? Code, error['Message'] ?? Message, error['Path']);
};

/** Nordea: `{ group_header, error: { failures: [{ code, description, path }] } }`. */
const failures: Shape = ({ error }) => {
	const [failure] = recordsIn(recordOf(error)?.['failures']);
	return failure && words(failure['code'], failure['description'], failure['path']);
};

/** IBM API gateways (Handelsbanken, Nordea): `{ httpCode, httpMessage, moreInformation }`. */
const gateway: Shape = ({ httpCode, httpMessage, moreInformation }) =>
	httpCode === undefined ? undefined : words(httpCode, moreInformation ?? httpMessage);

/** SEB cards, Lloyds: `{ error: { errorCode, userMessage, developerMessage, … } }`. */
const nestedError: Shape = ({ error }) => {
	const inner = recordOf(error);
	if (inner === undefined) return undefined;
	const code = inner['errorCode'] ?? inner['code'] ?? inner['statusCode'] ?? inner['name'];
	const text = inner['userMessage'] ?? inner['message'] ?? inner['developerMessage'];
	return words(code, text ?? inner['description'] ?? inner['text']);
};

/** Apigee `{ fault: { faultstring, detail: { errorcode } } }`, WSO2 `{ fault: { code, message } }`, SOAP's words in JSON. */
const fault: Shape = (fields) => {
	const inner = recordOf(fields['fault']) ?? fields;
	if (inner === fields && fields['faultstring'] === undefined) return undefined;
	const code = recordOf(inner['detail'])?.['errorcode'] ?? inner['faultcode'] ?? inner['code'];
	return words(code, inner['faultstring'] ?? [inner['message'], inner['description']]);
};

/**
 * Lists: ABN AMRO `messages: [{ messageKey, messageText }]`, SpareBank 1 `errors: [{ code, message }]`, bunq
 * `Error: [{ error_description }]`, Fabrick `error: [{ code, description }]`, or bare sentences.
 */
const listed: Shape = (fields) => {
	const list = ['errors', 'errorList', 'messages', 'Error', 'error'].map((name) => fields[name]);
	const named = list.find((each) => each !== undefined && typeof each !== 'boolean');
	const [first] = recordsIn(named);
	if (first === undefined) return words(undefined, Array.isArray(named) ? named : undefined);
	return words(
		first['code'] ?? first['errorCode'] ?? first['messageKey'],
		[
			first['message'] ?? first['errorMessage'] ?? first['messageText'] ?? first['errorDesc'],
			first['description'] ?? first['error_description'] ?? first['text'] ?? first['detail'],
		].find((each) => sentencesOf(each).length > 0),
		first['path'],
	);
};

/**
 * RFC 6749 §5.2 with SEB's `error_descriptions`; also Enable Banking `{ code, error, message, detail }` and
 * Spring's `{ status, error, message, path }`, whose path is the URL and not a field.
 */
const oauth: Shape = ({ error, error_description, error_descriptions, message, detail }) => {
	if (typeof error !== 'string') return undefined;
	const said = error_description ?? error_descriptions ?? message;
	// Enable Banking has the bank's own sentence in `detail.message`; as a text it says less than `message` does.
	return words(error, recordOf(detail) === undefined ? (said ?? detail) : [said, detail]);
};

/** OP: `{ type, message, violations: [{ path | field, message }], id }`. */
const violations: Shape = ({ type, message, violations: list }) => {
	if (!Array.isArray(list)) return undefined;
	const [violation] = recordsIn(list);
	const field = violation?.['field'] ?? violation?.['path'] ?? violation?.['property'];
	return words(type, violation?.['message'] ?? message, field);
};

/** RFC 9457 and its Berlin Group form `{ type, title, detail, code, additionalErrors }`; SEB's with `status`. */
const problem: Shape = ({ type, title, detail, code, additionalErrors }) => {
	if (title === undefined) return undefined;
	const [additional] = recordsIn(additionalErrors);
	const named = code ?? additional?.['code'] ?? nameInUrl(type);
	return words(named, detail ?? additional?.['detail'] ?? title);
};

/** GoCardless: `{ summary, detail, type, status_code }`; the summary may quote an account id, so it is no code. */
const goCardless: Shape = (fields) => {
	const { summary, detail, type } = fields;
	if (summary !== undefined) return words(type, [summary, detail].flat());
	// Of a request that is wrong it says the same of each field: `{ reference: { summary, detail }, status_code }`.
	const wrong = Object.entries(fields).find(
		([, value]) => recordOf(value)?.['summary'] !== undefined,
	);
	const said = recordOf(wrong?.[1]);
	return wrong && words(undefined, [said?.['summary'], said?.['detail']].flat(), wrong[0]);
};

/** PolishAPI `{ responseHeader, code, message }`, SpareBank 1 `{ code, message, traceId }`, Neonomics `{ errorCode, message, links }`. */
const codeAndMessage: Shape = (fields) => {
	const { code, errorCode, message, errorMessage, detail, text, path } = fields;
	const said = text ?? message ?? errorMessage ?? fields['error_message'];
	return words(
		code ?? errorCode ?? fields['error_code'],
		recordOf(detail) === undefined ? (said ?? detail) : [said, detail],
		path,
	);
};

const shapes: readonly Shape[] = [
	tppMessages,
	openBankingUk,
	failures,
	gateway,
	nestedError,
	fault,
	oauth,
	violations,
	problem,
	goCardless,
	listed,
	codeAndMessage,
];

function words(code: unknown, text: unknown, field?: unknown): Words {
	const bankCode = textsOf(code)[0];
	const bankText = [...new Set(sentencesOf(text))].join(' ') || undefined;
	const named = textOf(field);
	return {
		...(bankCode !== undefined && { bankCode }),
		...(bankText !== undefined && { bankText }),
		...(named !== undefined && { field: named }),
	};
}

/** A sentence, several of them, or an object that holds it. */
function sentencesOf(text: unknown): readonly string[] {
	return [text].flat().flatMap((each) => {
		const fields = recordOf(each);
		if (fields === undefined) return textsOf(each);
		const { message, text: said, description, detail, title, error_message } = fields;
		const inner = [message, said, description, error_message, detail, title];
		return textsOf(inner.find((value) => textOf(value) !== undefined));
	});
}

/** GoCardless tells the wait in its sentence: `Please try again in 85092 seconds`. */
function waitIn(text: string | undefined): number | undefined {
	const [, seconds] = /try again in (\d{1,7}) seconds/i.exec(text ?? '') ?? [];
	return seconds === undefined ? undefined : Number(seconds) * 1000;
}

/** A single one stands without its list at some banks. */
function recordsIn(list: unknown): readonly Fields[] {
	return [list]
		.flat()
		.map(recordOf)
		.filter((each) => each !== undefined);
}

/** `https://authorize.sebgroup.com/problems/invalid-refresh-token` → `invalid-refresh-token`. */
function nameInUrl(type: unknown): string | undefined {
	const written = textOf(type);
	if (written === undefined || written === 'about:blank') return undefined;
	return written.split(/[/#:]/).findLast((part) => part !== '');
}

/** Of an HTML page only what it calls itself; of other XML its code and sentence. */
function wordsInText(body: unknown): Words {
	if (typeof body !== 'string') return {};
	if (!body.trimStart().startsWith('<')) return words(undefined, body.slice(0, 200));
	const inTag = (names: string) =>
		new RegExp(`<(?:\\w+:)?(?:${names})(?:\\s[^>]*)?>([^<]{1,200})<`, 'i').exec(body)?.[1];
	const title = inTag('title|h1');
	if (title !== undefined) return words(undefined, title);
	return words(inTag('code|errorCode|faultcode'), inTag('text|message|errorMessage|faultstring'));
}
