import type { IWebhookFunctions } from 'n8n-workflow';
import { BankError, type BankErrorCode } from '../../lib/errors';
import { quote } from '../../lib/http/redact';
import { privateHeaders, sentencePage, type Page } from './page/html';
import type { Request } from './visit';

type Headers = Readonly<Record<string, string>>;

/** n8n's response, as far as it is used. */
export interface Answer {
	/** Something was sent already: only the end of it can follow. */
	readonly isBegun: boolean;
	end(): void;
	json(status: number, body: object, headers?: Headers): void;
	page(status: number, page: Page, headers?: Headers): void;
	/** Sends the browser on to the bank. */
	leadTo(address: string): void;
	/** Lines of JSON, sent as they come, until `end`. `onClosed` is called once nothing more can be sent. */
	lines(onClosed: () => void): Lines;
}

export interface Lines {
	send(line: object): void;
	end(): void;
	/** The browser is gone, or it was ended. */
	readonly isClosed: boolean;
}

export function answerOf(context: IWebhookFunctions): Answer {
	const response = context.getResponseObject();
	const begin = (status: number, headers: Headers) => {
		response.status(status);
		for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
	};
	return {
		get isBegun() {
			return response.headersSent;
		},
		end() {
			if (!response.destroyed) response.end();
		},
		json(status, body, headers = {}) {
			begin(status, { ...privateHeaders, 'Content-Type': 'application/json', ...headers });
			response.end(JSON.stringify(body));
		},
		page(status, page, headers = {}) {
			begin(status, { ...page.headers, ...headers });
			response.end(page.html);
		},
		leadTo(address) {
			begin(303, { ...privateHeaders, Location: address });
			response.end();
		},
		lines(onClosed) {
			begin(200, { ...privateHeaders, 'Content-Type': 'application/x-ndjson' });
			response.flushHeaders();
			response.once('close', onClosed);
			const isOver = () => response.destroyed || response.writableEnded;
			return {
				send(line) {
					if (!isOver()) response.write(`${JSON.stringify(line)}\n`);
				},
				end() {
					if (!isOver()) response.end();
				},
				get isClosed() {
					return isOver();
				},
			};
		},
	};
}

const statuses: { readonly [code in BankErrorCode]?: number } = {
	'invalid-input': 400,
	'login-required': 403,
	'not-permitted': 401,
	'rate-limited': 429,
	'not-found': 404,
	'settings-invalid': 500,
	'storage-failed': 500,
	'bank-unavailable': 502,
	'no-answer': 502,
};

/** A failure as a sentence and its next step: JSON for the page's script and programs, a page for people. */
export function answerFailure(answer: Answer, visit: Request | undefined, error: unknown): void {
	if (answer.isBegun) {
		answer.end();
		return;
	}
	const known = error instanceof BankError ? error : undefined;
	const sentence = known?.message ?? 'Something went wrong here; nothing was changed';
	const nextStep = known?.details.nextStep;
	const status = statuses[known?.code ?? 'storage-failed'] ?? 502;
	const retryAt = known?.details.retryAt;
	const seconds =
		retryAt === undefined ? [] : [Math.max(1, Math.ceil((retryAt - Date.now()) / 1000))];
	const headers = Object.fromEntries(seconds.map((wait) => ['Retry-After', String(wait)]));
	if (visit === undefined || !visit.isPost) {
		const sentences = [sentence, nextStep].flatMap((text) => (text ? [`${quote(text)}.`] : []));
		answer.page(status, sentencePage('Bank login', sentences, visit?.language ?? 'en'), headers);
		return;
	}
	answer.json(status, { error: quote(sentence), ...(nextStep && { nextStep }) }, headers);
}
