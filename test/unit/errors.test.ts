import fc from 'fast-check';
import { judge } from '../../lib/client/judge';
import { BankError } from '../../lib/errors';
import { quote } from '../../lib/http/redact';
import { oneLine } from '../../lib/one-line';
import { plainBank } from '../support/client-under-test';

const steering = '\u0000\u0007\u001b[31m\u009b2J\r\n\t\u202e\u2066\u200b\u2028\ufeff\ud800';
/** Controls, formats, line ends and halves of pairs. */
const unwanted = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/u;

describe('text of a bank on one line', () => {
	it.each([
		['Sorry,\r\n\tnot today', 'Sorry, not today'],
		['\u001b[31mSorry\u001b[0m\u0007', '[31mSorry [0m'],
		['pay \u202eevil\u202c now', 'pay evil now'],
		['so\u00adft, ze\u200bro', 'soft, zero'],
		['  spaced   out  ', 'spaced out'],
		['half \ud83d of a pair', 'half \ufffd of a pair'],
		['Ärende nr 12 – klart 👍', 'Ärende nr 12 – klart 👍'],
	])('%j reads %j', (written, line) => {
		expect(oneLine(written)).toBe(line);
	});

	it('is cut at 500, through no character', () => {
		expect(oneLine('a'.repeat(500))).toHaveLength(500);
		expect(oneLine('a'.repeat(501))).toBe(`${'a'.repeat(499)}…`);
		expect(oneLine('👍'.repeat(400))).toBe(`${'👍'.repeat(249)}…`);
		expect(oneLine('a\n'.repeat(10_000_000))).toHaveLength(500);
	});

	it('holds nothing unwanted whatever is written', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (written) => {
				const line = oneLine(written);
				expect(line).not.toMatch(unwanted);
				expect(line.length).toBeLessThanOrEqual(500);
				expect(oneLine(line)).toBe(line);
			}),
			{ seed: 20260115 },
		);
	});

	it('is masked before it is cut, and where characters that nobody sees part it', () => {
		expect(quote('Account SE35\u200b5000\u00000000\n05491000\u202e0003 is closed')).toBe(
			'Account SE…0003 is closed',
		);
		const masked = quote(`${'word '.repeat(97)}SE35 5000 0000 0549 1000 0003`);
		expect(masked).toMatch(/SE…0003$/);
		expect(quote(`${'word '.repeat(99)}SE35 5000 0000 0549 1000 0003`)).toMatch(/SE…0…$/);
	});
});

describe('BankError', () => {
	it('carries no text that steers a screen and no endless one', () => {
		const said = `${steering}${'x'.repeat(9_000)}`;
		const error = new BankError('request-rejected', `Bank said: ${said}`, {
			bank: said,
			field: said,
			bankCode: said,
			bankText: said,
			requestId: said,
			nextStep: said,
		});
		const { bank, field, bankCode, bankText, requestId, nextStep } = error.details;
		for (const text of [error.message, bank, field, bankCode, bankText, requestId, nextStep]) {
			expect(text).not.toMatch(unwanted);
			expect(text?.length).toBeLessThanOrEqual(2_000);
		}
		for (const text of [field, bankCode, bankText]) expect(text?.length).toBeLessThanOrEqual(500);
	});

	it.each([Number.NaN, Number.POSITIVE_INFINITY, 8.64e15 + 1, -8.64e15 - 1, 1e300])(
		'carries no time that is none: %s',
		(retryAt) => {
			const { details } = new BankError('rate-limited', 'Wait', { retryAt, status: 429 });
			expect(details).toEqual({ status: 429 });
		},
	);
});

describe('what a refusal quotes', () => {
	const said = (body: unknown, headers = {}) =>
		judge(
			{ status: 400, headers, body },
			{
				bank: plainBank,
				asked: 'the accounts',
				operation: 'accounts',
				requestId: 'r',
				now: 0,
				secrets: ['acc-77ab-x9'],
			},
		);

	it.each<[string, unknown]>([
		['Berlin Group', { tppMessages: [{ category: 'ERROR', code: 'X', text: 'T', path: 'P' }] }],
		['OAuth 2', { error: 'X', error_description: 'T' }],
		['Open Banking UK', { Code: 'X', Errors: [{ ErrorCode: 'X', Message: 'T', Path: 'P' }] }],
		['a problem', { type: 'X', title: 'T', detail: 'T', code: 'X' }],
		['violations', { type: 'X', violations: [{ field: 'P', message: 'T' }] }],
	])('%s: code, sentence and field lose controls and length', (_name, body) => {
		const long = `${steering}acc-77\u00adab-x9 ${'word '.repeat(2_000)}`;
		const spoiled: unknown = JSON.parse(
			JSON.stringify(body).replace(/"[XTP]"/g, () => JSON.stringify(long)),
		);
		const error = said(spoiled);
		const { bankCode, bankText, field } = error?.details ?? {};
		for (const text of [bankCode, bankText, field, error?.message]) {
			if (text === undefined) continue;
			expect(text).not.toMatch(unwanted);
			expect(text).not.toMatch(/acc-77|ab-x9/);
		}
		expect(bankText?.length).toBeLessThanOrEqual(500);
		expect(error?.message.length).toBeLessThanOrEqual(2_000);
	});

	it.each([
		[
			'a page',
			`<html><head><title>Down${steering} for\nwork</title></head></html>`,
			/^Down.* for work$/,
		],
		['text', `Down${steering} for\nwork`, /^Down.* for work$/],
	])('%s too', (_name, body, expected) => {
		const { bankText } = said(body)?.details ?? {};
		expect(bankText).toMatch(expected);
		expect(bankText).not.toMatch(unwanted);
	});
});
