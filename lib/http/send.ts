import { BankError } from '../errors';
import { settleSync } from '../outcome';
import { parseJson } from './json';
import type { Http, HttpAnswer, HttpRequest, SendOptions, WireAnswer } from './port';
import { cancelled, subjectOf, type Subject } from './subject';

/**
 * One attempt. Any status is an answer. Throws `no-answer`, `cancelled`, `settings-invalid` (the wire itself
 * refuses: certificate, address) or `unreadable-answer` (JSON announced, something else sent).
 */
export async function send(
	http: Http,
	request: HttpRequest,
	options: SendOptions = {},
): Promise<HttpAnswer> {
	if (options.signal?.aborted) throw cancelled();
	return readAnswer(await http(request, options), subjectOf(options));
}

function readAnswer({ status, headers, text }: WireAnswer, subject: Subject): HttpAnswer {
	if (!/[/+]json\b/i.test(headers['content-type'] ?? '') || text === '') {
		return { status, headers, body: text === '' ? undefined : sniff(text) };
	}
	const parsed = settleSync(() => parseJson(text));
	if ('value' in parsed) return { status, headers, body: parsed.value };
	// A refusal is judged by its status, whatever its body.
	if (status < 200 || status > 299) return { status, headers, body: text };
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
	const parsed = settleSync(() => parseJson(text));
	return 'value' in parsed ? parsed.value : text;
}
