/**
 * `npm run read -- <standard> <kind> <file> [--iban <own IBAN>] [--raw]`: prints the models of one recorded
 * answer of a bank, or the error: how anyone checks a new bank before there is a profile for it.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { findStandard, type StandardId, standards } from '../lib/standards';
import { readRefusal } from '../lib/standards/refusals';
import { type Family, familyOf } from '../lib/reading/family';
import { type AnswerKind, answerKinds, readAnswer, type Reading } from '../lib/reading/read-answer';
import { reactionTo } from '../lib/client/judge';
import { BankError } from '../lib/errors';
import { decodeText } from '../lib/http/decode';
import { parseJson } from '../lib/http/json';
import { redact } from '../lib/http/redact';
import { pickBalances } from '../lib/models/balance';
import {
	type ItemOptions,
	toAccountItem,
	toBalanceItem,
	toTransactionItem,
} from '../lib/models/items';
import { parseIban } from '../lib/models/iban';
import { readToken } from '../lib/models/token';
import { settleSync } from '../lib/outcome';
import { createIdentifier } from '../lib/sync/identity';

const usage = `Usage: npm run read -- <standard> <kind> <file> [--iban <own IBAN>] [--raw]
  standard  ${Object.entries(standards)
		.map(([id, { name }]) => `${id.padEnd(16)}${name}`)
		.join('\n            ')}
            auto            told by the answer's form
  kind      ${answerKinds.join(', ')}
  file      the answer's body: JSON, XML or text; - for standard input
  --iban    the account's IBAN, to tell its holder from the counterparty
  --raw     with the bank's own answer beside each model`;

export function main(args = process.argv.slice(2)): number {
	const parsed = settleSync(() =>
		parseArgs({
			args,
			allowPositionals: true,
			options: { iban: { type: 'string' }, raw: { type: 'boolean', default: false } },
		}),
	);
	if ('error' in parsed) return fail(usage, 2);
	const { positionals, values } = parsed.value;
	const [id = '', kind = '', file] = positionals;
	if (!isKind(kind) || file === undefined) return fail(usage, 2);
	const bytes = settleSync(() => readFileSync(file === '-' ? 0 : file));
	if ('error' in bytes) return fail(`${file} can't be read from the disk`, 2);
	const body = bodyOf(decodeText(bytes.value));
	const family = id === 'auto' ? familyOfAnswer(body, kind) : { standard: id };
	if ('unsupported' in family) return fail(`unsupported: ${family.unsupported}`, 1);
	const standard = findStandard(family.standard);
	if (standard === undefined) return fail(usage, 2);
	const iban = parseIban(values.iban);
	if (values.iban !== undefined && iban === undefined) return fail('--iban is not an IBAN', 2);
	const context = iban === undefined ? {} : { iban };
	const outcome = settleSync(() =>
		readAnswer(family.standard as StandardId, standard, kind, body, context),
	);
	if ('error' in outcome) return fail(sentenceOf(outcome.error), 1);
	if (outcome.value === undefined) return fail(`${standard.name} has no answer of kind ${kind}`, 2);
	process.stdout.write(`${JSON.stringify(printed(outcome.value, values), null, 2)}\n`);
	return 0;
}

/** Tokens and refusals are read alike in every family. */
function familyOfAnswer(body: unknown, kind: AnswerKind): Family {
	const family = familyOf(body);
	if ('standard' in family) return family;
	const isRefusal = Object.keys(readRefusal({ status: 200, headers: {}, body })).length > 0;
	if (isRefusal || kind === 'error' || kind === 'token') return { standard: 'berlin-group' };
	const isToken = 'value' in settleSync(() => readToken(body, 0));
	return isToken ? { unsupported: 'a token answer (kind token)' } : family;
}

function isKind(kind: string): kind is AnswerKind {
	return answerKinds.some((each) => each === kind);
}

/** JSON where it is some; XML, MT940 and error pages are text. */
function bodyOf(text: string): unknown {
	const parsed = settleSync(() => parseJson(text));
	return 'value' in parsed ? parsed.value : text;
}

function sentenceOf(error: unknown): string {
	if (!(error instanceof BankError)) return String(error);
	return `${error.code}: ${redact(error.message)}`;
}

function fail(sentence: string, code: number): number {
	process.stderr.write(`${sentence}\n`);
	return code;
}

function printed(reading: Reading, options: ItemOptions): unknown {
	const account = { id: 'v1:unknown' };
	switch (reading.kind) {
		case 'accounts':
		case 'account':
			return withNext(
				reading,
				reading.page.items.map((each) => toAccountItem(each, { bank: 'recorded' }, options)),
			);
		case 'balances': {
			const picked = pickBalances(reading.page.items);
			return withNext(
				reading,
				reading.page.items.map((each) => toBalanceItem(each, { account, picked }, options)),
			);
		}
		case 'transactions': {
			const identify = createIdentifier(account);
			return withNext(
				reading,
				reading.page.items.map((row) => toTransactionItem(identify(row), { account }, options)),
			);
		}
		case 'consent':
			return withoutRaw(reading.consent, options);
		case 'token':
			// Who prints a token to check its form must not find it in his terminal's history.
			return { ...withoutRaw(reading.token, {}), accessToken: '…', ...hiddenRefresh(reading) };
		case 'error': {
			const { bankText, status, ...refusal } = reading.refusal;
			const isJudged = refusal.code !== undefined || status !== undefined;
			return {
				...(isJudged && reactionTo(reading.refusal, status ?? 400)),
				...refusal,
				...(bankText !== undefined && { bankText: redact(bankText) }),
			};
		}
	}
}

function withNext(
	reading: Extract<Reading, { page: unknown }>,
	items: readonly unknown[],
): unknown {
	const { next } = reading.page;
	return next === undefined ? { items } : { items, next: { path: next.path, query: next.query } };
}

function withoutRaw<Model extends { readonly raw: unknown }>(model: Model, options: ItemOptions) {
	const { raw, ...rest } = model;
	return options.raw === true ? { ...rest, raw } : rest;
}

function hiddenRefresh(reading: Extract<Reading, { kind: 'token' }>) {
	return reading.token.refreshToken === undefined ? {} : { refreshToken: '…' };
}
