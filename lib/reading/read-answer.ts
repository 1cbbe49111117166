import { BankError } from '../errors';
import type { Account } from '../models/account';
import type { Balance } from '../models/balance';
import { type Consent, readConsent } from '../models/consent';
import { readToken, type Token } from '../models/token';
import type { TransactionRow } from '../models/transaction';
import { settleSync } from '../outcome';
import type { Page } from '../profile/reading';
import type { BankRefusal } from '../profile/refusal';
import { statusIn } from '../standards/refusals/marks';
import { readRefusal } from '../standards/refusals';
import type { ReadingContext, Standard, StandardId } from '../standards';
import { accountLists } from '../standards/berlin-group/account';
import { recordOf } from '../standards/kit/fields';
import { unwrapped } from '../standards/kit/wrapper';

export const answerKinds = [
	'accounts',
	'account',
	'balances',
	'transactions',
	'consent',
	'token',
	'error',
] as const;

export type AnswerKind = (typeof answerKinds)[number];

export type Reading =
	| { readonly kind: 'accounts' | 'account'; readonly page: Page<Account> }
	| { readonly kind: 'balances'; readonly page: Page<Balance> }
	| { readonly kind: 'transactions'; readonly page: Page<TransactionRow> }
	| { readonly kind: 'consent'; readonly consent: Consent }
	| { readonly kind: 'token'; readonly token: Token }
	| { readonly kind: 'error'; readonly refusal: BankRefusal };

/**
 * Reads one answer of a standard, whatever it is an answer to; `undefined` where the standard has none of the
 * kind. Throws `unreadable-answer`, and what a refusal means where the answer is one. A bare list of accounts, balances or transactions, as documentation and
 * bug reports quote them, is read as if it stood in the standard's container.
 */
export function readAnswer(
	id: StandardId,
	standard: Standard,
	kind: AnswerKind,
	body: unknown,
	context: ReadingContext & { readonly receivedAt?: number } = {},
): Reading | undefined {
	if (kind === 'error') return { kind, refusal: refusalIn(body, standard) };
	const refusal = settleSync(() => readRefusal({ status: 200, headers: {}, body }));
	if ('value' in refusal && Object.keys(refusal.value).length > 0) throw refused(refusal.value);
	const outcome = settleSync(() => readKind(id, standard, kind, body, context));
	if ('value' in outcome) return outcome.value;
	const instead = settleSync(() => refusalIn(body, standard));
	if ('value' in instead && instead.value.code !== undefined) throw refused(instead.value);
	throw outcome.error;
}

/** With the status that the answer tells of itself: without a bank around it there is no other. */
function refusalIn(body: unknown, { refusal: read = readRefusal }: Standard): BankRefusal {
	const status = statusIn(body);
	const refusal = read({ status: status ?? 400, headers: {}, body });
	return status === undefined ? refusal : { ...refusal, status };
}

function readKind(
	id: StandardId,
	standard: Standard,
	kind: Exclude<AnswerKind, 'error'>,
	body: unknown,
	context: ReadingContext & { readonly receivedAt?: number },
): Reading | undefined {
	switch (kind) {
		case 'consent':
			return { kind, consent: (standard.consent ?? readConsent)(body) };
		case 'token':
			return { kind, token: readToken(body, context.receivedAt ?? 0) };
		case 'accounts':
		case 'account': {
			const read = Array.isArray(body) || isList(body) ? standard.accounts : standard.account;
			const page = (read ?? standard.account ?? standard.accounts)?.(
				inContainer(id, 'accounts', body),
				context,
			);
			return page && { kind, page };
		}
		case 'balances':
			return { kind, page: standard.balances(inContainer(id, kind, body), context) };
		case 'transactions':
			return { kind, page: standard.transactions(inContainer(id, kind, body), context) };
	}
}

function refused({ code = 'unreadable-answer', bankCode, bankText }: BankRefusal): BankError {
	const said = [bankCode, bankText].filter((each) => each !== undefined).join(': ');
	return new BankError(code, `This answer is a refusal${said === '' ? '' : ` (${said})`}`);
}

function isList(body: unknown): boolean {
	const fields = recordOf(body);
	const inside = recordOf(unwrapped(body, ...accountLists)) ?? {};
	return fields === undefined || [...accountLists, 'Data'].some((name) => name in inside);
}

type Listed = 'accounts' | 'balances' | 'transactions';

const ukNames: Readonly<Record<Listed, string>> = {
	accounts: 'Account',
	balances: 'Balance',
	transactions: 'Transaction',
};

function inContainer(id: StandardId, kind: Listed, body: unknown): unknown {
	if (!Array.isArray(body)) return body;
	if (id === 'open-banking-uk') return { Data: { [ukNames[kind]]: body } };
	const isGrouped = id === 'berlin-group' || id === 'gocardless';
	return kind === 'transactions' && isGrouped
		? { transactions: { booked: body } }
		: { [kind]: body };
}
