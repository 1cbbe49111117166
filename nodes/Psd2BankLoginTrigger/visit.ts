import { timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { IWebhookFunctions } from 'n8n-workflow';
import { BankError } from '../../lib/errors';
import { digest } from '../../lib/store/digest';
import { languageOf, type Language } from './page/words';

/** The parts of a request that count here. */
export interface Request {
	readonly isPost: boolean;
	readonly query: Readonly<Record<string, string | undefined>>;
	readonly body: Readonly<Record<string, unknown>>;
	/** From our own page: a foreign page can't send this header without being asked first (CORS). */
	readonly isFromPage: boolean;
	readonly cookies?: string;
	readonly programSecret?: string;
	readonly ipAddress: string;
	readonly userAgent?: string;
	readonly language: Language;
	/** This very address, as the outside knows it. */
	readonly address: string;
}

/** A request, with what only the connection's secret tells. */
export interface Visit extends Request {
	/** Digest of the cookie that this page gave the browser; `undefined`: it has none. */
	readonly browser?: string;
	/** Whether it came through a login link that is good. */
	readonly hasLink: boolean;
}

export function readRequest(context: IWebhookFunctions): Request {
	const request = context.getRequestObject();
	const headers = context.getHeaderData();
	const chosen = context.getNodeParameter('options.language', 'auto');
	const secret = headers['x-psd2-secret'];
	return {
		isPost: request.method === 'POST',
		query: textsOf(context.getQueryData()),
		// n8n gives nothing for a POST without a body.
		body: recordOf(context.getBodyData()),
		isFromPage: headers['x-psd2-page'] === '1',
		...(headers.cookie === undefined ? {} : { cookies: headers.cookie }),
		...(typeof secret === 'string' ? { programSecret: secret } : {}),
		...(headers['user-agent'] === undefined
			? {}
			: { userAgent: headers['user-agent'].slice(0, 300) }),
		ipAddress: addressOf(request.ip ?? request.socket.remoteAddress),
		language: chosen === 'en' || chosen === 'sv' ? chosen : languageOf(headers['accept-language']),
		address: context.getNodeWebhookUrl('default') ?? '',
	};
}

const recordOf = (body: unknown): Request['body'] =>
	typeof body === 'object' && body !== null ? (body as Request['body']) : {};

/** What is given twice, or in brackets, no bank has written. */
const textsOf = (query: unknown): Request['query'] =>
	Object.fromEntries(
		Object.entries(recordOf(query)).filter(
			(entry): entry is [string, string] => typeof entry[1] === 'string',
		),
	);

function addressOf(written: string | undefined): string {
	const address = (written ?? '').replace(/^::ffff:/, '');
	return isIP(address) === 0 ? '127.0.0.1' : address;
}

/** Throws unless the program knows the credential's secret. */
export function checkProgram(given: string | undefined, secret: unknown): void {
	const wanted = typeof secret === 'string' ? secret : '';
	if (wanted.length < 16) {
		throw new BankError(
			'not-permitted',
			'Logins without a browser are not set up here: the credential has no secret for them',
			{
				field: 'Secret for Logins Without a Browser',
				nextStep: 'Give the credential a secret of at least 16 characters',
			},
		);
	}
	if (given !== undefined && isSame(given, wanted)) return;
	throw new BankError('not-permitted', 'The header X-PSD2-Secret is missing or wrong', {
		field: 'X-PSD2-Secret',
		nextStep: 'Send the secret that the credential holds',
	});
}

function isSame(given: string, wanted: string): boolean {
	const [one, other] = [digest('secret', given), digest('secret', wanted)];
	return timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
