import { isAxiosError, isCancel, type AxiosInstance, type AxiosResponse } from 'axios';
import { BankError } from '../errors';
import { errorCode, settle, settleSync } from '../outcome';
import type { HttpAnswer, HttpRequest } from './port';
import { redact } from './redact';

export interface SendOptions {
	readonly signal?: AbortSignal;
	/** How the bank is called in messages. */
	readonly bank?: string;
	/** What it is asked for, masked: `the accounts`. */
	readonly asked?: string;
}

/** For messages: who was asked for what. */
interface Subject {
	readonly bank: string;
	/** ` when asked for …`, or nothing. */
	readonly when: string;
}

/**
 * One attempt. Any status is an answer. Throws `no-answer`, `cancelled`, `settings-invalid` (the wire itself
 * refuses: certificate, address) or `unreadable-answer` (JSON announced, something else sent).
 */
export async function send(
	http: AxiosInstance,
	request: HttpRequest,
	{ signal, bank = 'The bank', asked }: SendOptions = {},
): Promise<HttpAnswer> {
	if (signal?.aborted) throw cancelled();
	const subject = { bank, when: asked === undefined ? '' : ` when asked for ${asked}` };
	const { form, body, method, path } = request;
	const payload =
		form !== undefined
			? { data: new URLSearchParams(form).toString(), type: 'application/x-www-form-urlencoded' }
			: body !== undefined
				? { data: JSON.stringify(body), type: 'application/json' }
				: undefined;
	const outcome = await settle(
		http.request<string>({
			method,
			url: urlWith(path, request.query),
			headers: {
				...(payload === undefined ? {} : { 'Content-Type': payload.type }),
				...present(request.headers),
			},
			...(payload === undefined ? {} : { data: payload.data }),
			...(signal === undefined ? {} : { signal }),
		}),
	);
	if ('error' in outcome) throw failureOf(outcome.error, subject, signal);
	return readAnswer(outcome.value, subject);
}

function readAnswer(
	{ status, headers, data }: AxiosResponse<string>,
	subject: Subject,
): HttpAnswer {
	const lower = Object.fromEntries(
		Object.entries(headers).flatMap(([name, value]) =>
			value === undefined || value === null
				? []
				: [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : String(value)]],
		),
	);
	const text = typeof data === 'string' ? data : '';
	if (!/[/+]json\b/i.test(lower['content-type'] ?? '') || text === '') {
		return { status, headers: lower, body: text === '' ? undefined : sniff(text) };
	}
	const parsed = settleSync((): unknown => JSON.parse(text));
	if ('value' in parsed) return { status, headers: lower, body: parsed.value };
	// A refusal is judged by its status, whatever its body.
	if (status < 200 || status > 299) return { status, headers: lower, body: text };
	if (isCut(text, lower)) throw noAnswer(subject, 'the answer was cut off');
	throw new BankError(
		'unreadable-answer',
		`${subject.bank} announced JSON and sent something else${subject.when}`,
		{
			status,
			nextStep: 'Report it with the name of the bank and the request ID',
		},
	);
}

/** Some gateways send JSON as text/plain. */
function sniff(text: string): unknown {
	if (!/^\s*[[{]/.test(text)) return text;
	const parsed = settleSync((): unknown => JSON.parse(text));
	return 'value' in parsed ? parsed.value : text;
}

/** Where the wire does not tell: fewer bytes than announced. */
function isCut(text: string, headers: HttpAnswer['headers']): boolean {
	const announced = Number(headers['content-length']);
	return headers['content-encoding'] === undefined && announced > Buffer.byteLength(text);
}

/** What another attempt can't mend: the address or the trust in it is wrong. */
const wireRefusals: Readonly<Record<string, string>> = {
	SsrfBlockedIpError: "n8n's SSRF protection doesn't allow the bank's address",
	ERR_INVALID_URL: "the bank's address isn't a URL",
	CERT_HAS_EXPIRED: "the bank's certificate has expired",
	DEPTH_ZERO_SELF_SIGNED_CERT: "the bank's certificate is self-signed",
	SELF_SIGNED_CERT_IN_CHAIN: "the bank's certificate chain is self-signed",
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the issuer of the bank's certificate isn't known here",
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the issuer of the bank's certificate isn't known here",
	ERR_TLS_CERT_ALTNAME_INVALID: "the bank's certificate is for another host name",
};

const networkCodes: Readonly<Record<string, string>> = {
	ECONNABORTED: 'no answer in time',
	ETIMEDOUT: 'no answer in time',
	ECONNREFUSED: 'the connection was refused',
	ECONNRESET: 'the connection was cut',
	ENOTFOUND: 'its host name was not found',
	EAI_AGAIN: 'its host name could not be looked up',
	EPIPE: 'the connection was cut',
	ERR_BAD_RESPONSE: 'the answer was cut off',
};

function failureOf(error: unknown, subject: Subject, signal: AbortSignal | undefined): BankError {
	if (signal?.aborted || isCancel(error)) return cancelled();
	if (error instanceof BankError) return error;
	const code = errorCode(error);
	if (code === 'AbortError') return cancelled();
	const refusal = wireRefusals[code ?? ''];
	if (refusal !== undefined) {
		return new BankError('settings-invalid', `${subject.bank} can't be reached: ${refusal}`, {
			field: 'host',
			nextStep: "Check the bank's address in the credential, the host settings and n8n's own",
			cause: masked(error),
		});
	}
	if (isAxiosError(error) && /maxContentLength/.test(error.message)) {
		return new BankError(
			'unreadable-answer',
			`${subject.bank} sent more than 64 MiB in one answer${subject.when}`,
			{
				nextStep: 'Ask for a shorter period',
			},
		);
	}
	const why = networkCodes[code ?? ''] ?? (code === undefined ? 'the network failed' : code);
	return noAnswer(subject, why, masked(error));
}

/** The wire's error carries the whole request, token included: only its words go on. */
const masked = (error: unknown) => new Error(redact(messageOf(error)));

const messageOf = (error: unknown) =>
	typeof error === 'object' && error !== null && 'message' in error
		? String(error.message)
		: String(error);

const noAnswer = ({ bank, when }: Subject, why: string, cause?: Error) =>
	new BankError('no-answer', `${bank} did not answer${when}: ${why}`, {
		nextStep: 'Check the network and try again later',
		...(cause === undefined ? {} : { cause }),
	});

export const cancelled = () => new BankError('cancelled', 'The run was stopped');

export function urlWith(path: string, query: HttpRequest['query']): string {
	const pairs = new URLSearchParams();
	for (const [name, value] of Object.entries(query ?? {})) {
		if (value !== undefined) pairs.append(name, String(value));
	}
	if (pairs.size === 0) return path;
	return `${path}${path.includes('?') ? '&' : '?'}${pairs.toString().replaceAll('+', '%20')}`;
}

function present(headers: HttpRequest['headers']): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers ?? {}).filter(
			(entry): entry is [string, string] => entry[1] !== undefined,
		),
	);
}
