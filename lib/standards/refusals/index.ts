import type { BankErrorCode } from '../../errors';
import type { HttpAnswer } from '../../http/port';
import type { BankRefusal } from '../../profile/refusal';
import { meaningOf } from './codes';
import { statusIn, whatIsIn } from './marks';
import { meaningOfRefusal } from './words';
import { recordOf, textOf, textsOf } from '../kit/fields';
import { wrappers } from '../kit/wrapper';

type Fields = Readonly<Record<string, unknown>>;
type Words = Pick<BankRefusal, 'bankCode' | 'bankText' | 'field'>;
type Shape = (body: Fields) => Words | undefined;

/**
 * A refused answer in our words, whichever of the shapes in use the bank writes it in; empty where a 2xx answer holds what
 * was asked for. The text is the bank's own and may name accounts: mask it before anybody sees it.
 */
export function readRefusal({ status, body }: HttpAnswer): BankRefusal {
	const isSuccess = status >= 200 && status < 300;
	const holds = isSuccess ? whatIsIn(body) : 'refusal';
	if (holds === 'content') return {};
	const words = wordsIn(body);
	const { code, nextStep } = meaningOfRefusal(words.bankCode, words.bankText);
	if (holds === 'words' && !isFailure(words.bankCode, code)) return {};
	const told = isSuccess ? statusIn(body) : undefined;
	const retryAfterMs = waitIn(words.bankText);
	return {
		...(code !== undefined && { code }),
		...words,
		...(nextStep !== undefined && { nextStep }),
		...(told !== undefined && { status: told }),
		...(retryAfterMs !== undefined && { retryAfterMs }),
	};
}

/** Whoever ends a consent is told so, in a code or a sentence: that is no failure. */
const isFailure = (bankCode = '', code: BankErrorCode | undefined) =>
	code !== 'consent-required' && meaningOf(bankCode) !== undefined;

function wordsIn(body: unknown): Words {
	const fields = Array.isArray(body) ? { tppMessages: body } : recordOf(body);
	if (fields === undefined) return wordsInText(body);
	// Gateways wrap what the bank says; what stands outside counts first.
	for (const inner of [fields, ...wrappers.map((name) => recordOf(fields[name]))]) {
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
 * Spring's `{ status, error, message, path }`, whose path is the URL and not a field; N26 `{ error, userMessage }`.
 */
const oauth: Shape = (fields) => {
	const { error, error_description, error_descriptions, message, userMessage, detail } = fields;
	if (typeof error !== 'string') return undefined;
	const said = error_description ?? error_descriptions ?? message ?? userMessage;
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

/** ASP.NET: `{ title, status, errors: { dateFrom: ['…'] } }`. */
const fieldErrors: Shape = ({ errors }) => {
	const [entry] = Object.entries(recordOf(errors) ?? {});
	const said = entry === undefined ? [] : textsOf(entry[1]);
	return entry && said.length > 0 && /^[A-Za-z$.[\]\d_]+$/.test(entry[0]) && !known.has(entry[0])
		? words(undefined, said, entry[0])
		: undefined;
};

const known = new Set(['code', 'errorCode', 'message', 'description', 'text', 'detail', 'path']);

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
	const said = [
		[text, message, errorMessage, fields['error_message'], fields['userMessage']],
		[fields['localizedMessage'], fields['developerMessage'], fields['errorDescription']],
		[fields['error_description'], fields['description'], fields['reason'], fields['msg']],
	]
		.flat()
		.find((each) => sentencesOf(each).length > 0);
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
	fieldErrors,
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
