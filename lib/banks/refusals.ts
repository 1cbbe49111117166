import type { HttpAnswer } from '../http/port';
import type { BankRefusal } from './profile';
import { refusalCode } from './refusal-codes';
import { recordOf, textOf, textsOf } from './standards/fields';

type Fields = Readonly<Record<string, unknown>>;
type Words = Pick<BankRefusal, 'bankCode' | 'bankText' | 'field'>;
type Shape = (body: Fields) => Words | undefined;

/**
 * A refused answer in our words, whichever of the shapes in use the bank writes it in. The text is the
 * bank's own and may name accounts: mask it before anybody sees it.
 */
export function readRefusal(answer: HttpAnswer): BankRefusal {
	const words = wordsIn(answer.body);
	const code = refusalCode(words.bankCode, words.bankText);
	const retryAfterMs = waitIn(words.bankText);
	return {
		...(code !== undefined && { code }),
		...words,
		...(retryAfterMs !== undefined && { retryAfterMs }),
	};
}

function wordsIn(body: unknown): Words {
	const fields = Array.isArray(body) ? { tppMessages: body } : recordOf(body);
	if (fields === undefined) return pageTitle(body);
	for (const shape of shapes) {
		const words = shape(fields);
		if (words !== undefined && Object.keys(words).length > 0) return words;
	}
	return {};
}

/** Berlin Group: `{ tppMessages: [{ category, code, path, text }] }`; an error outranks a warning. */
const tppMessages: Shape = ({ tppMessages: list }) => {
	const messages = recordsIn(list);
	const message = messages.find((each) => each['category'] !== 'WARNING') ?? messages[0];
	return message && words(message['code'], message['text'], message['path']);
};

/** Open Banking UK: `{ Code, Id, Message, Errors: [{ ErrorCode, Message, Path, Url }] }`. */
const openBankingUk: Shape = ({ Code, Message, Errors }) => {
	const [error] = recordsIn(Errors);
	if (error === undefined) return Code === undefined ? undefined : words(Code, Message);
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
	return words(code, inner['userMessage'] ?? inner['message'] ?? inner['developerMessage']);
};

/**
 * RFC 6749 §5.2 with SEB's `error_descriptions`; also Enable Banking `{ code, error, message, detail }` and
 * Spring's `{ status, error, message, path }`, whose path is the URL and not a field.
 */
const oauth: Shape = ({ error, error_description, error_descriptions, message, detail }) =>
	typeof error === 'string'
		? words(error, error_description ?? error_descriptions ?? message ?? detail)
		: undefined;

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
const goCardless: Shape = ({ summary, detail, type }) =>
	summary === undefined ? undefined : words(type, [summary, detail].flat());

/** PolishAPI `{ responseHeader, code, message }`, SpareBank 1 `{ code, message, traceId }`, Neonomics `{ errorCode, message, links }`. */
const codeAndMessage: Shape = ({ code, errorCode, message, detail, text, path }) => {
	const inner = recordOf(detail);
	return words(code ?? errorCode, text ?? inner?.['message'] ?? message ?? detail, path);
};

const shapes: readonly Shape[] = [
	tppMessages,
	openBankingUk,
	failures,
	gateway,
	nestedError,
	oauth,
	violations,
	problem,
	goCardless,
	codeAndMessage,
];

function words(code: unknown, text: unknown, field?: unknown): Words {
	const bankCode = textsOf(code)[0];
	const bankText = textsOf(text).join(' ') || undefined;
	const named = textOf(field);
	return {
		...(bankCode !== undefined && { bankCode }),
		...(bankText !== undefined && { bankText }),
		...(named !== undefined && { field: named }),
	};
}

/** GoCardless tells the wait in its sentence: `Please try again in 85092 seconds`. */
function waitIn(text: string | undefined): number | undefined {
	const [, seconds] = /try again in (\d{1,7}) seconds/i.exec(text ?? '') ?? [];
	return seconds === undefined ? undefined : Number(seconds) * 1000;
}

function recordsIn(list: unknown): readonly Fields[] {
	if (!Array.isArray(list)) return [];
	return list.map(recordOf).filter((each) => each !== undefined);
}

/** `https://authorize.sebgroup.com/problems/invalid-refresh-token` → `invalid-refresh-token`. */
function nameInUrl(type: unknown): string | undefined {
	const written = textOf(type);
	if (written === undefined || written === 'about:blank') return undefined;
	return written.split(/[/#:]/).findLast((part) => part !== '');
}

/** Of an HTML page only what it calls itself. */
function pageTitle(body: unknown): Words {
	if (typeof body !== 'string') return {};
	const [, title] = /<(?:title|h1)[^>]*>([^<]{1,200})</i.exec(body) ?? [];
	const text = body.trimStart().startsWith('<') ? title : body.slice(0, 200);
	return words(undefined, text);
}
