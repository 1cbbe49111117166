import { hash } from 'node:crypto';
import type { Account } from '../models/account';
import { canonical } from '../models/money';
import type { Transaction, TransactionRow } from '../models/transaction';
import { createOccurrences } from './occurrences';
import { trustedReference } from './references';

/**
 * Ids are `<version>:<digest>`: stable as long as the version is, never readable (they end up in logs and
 * trigger state, where an account number must not). A change of what goes in is a new version.
 */
const version = 'v1';

type AccountIdentity = Pick<
	Account,
	'resourceId' | 'iban' | 'bban' | 'bic' | 'maskedPan' | 'currency'
>;

/** The same account keeps its id over re-consent wherever the bank gives a number to know it by. */
export function accountId(account: AccountIdentity): string {
	return `${version}:${digest(['account', ...accountKey(account)])}`;
}

function accountKey(account: AccountIdentity): readonly (string | undefined)[] {
	const { iban, bban, bic, maskedPan, currency, resourceId } = account;
	if (iban !== undefined) return ['iban', iban, currency];
	if (bban !== undefined) return ['bban', bban, bic, currency];
	if (maskedPan !== undefined && isTelling(maskedPan)) return ['pan', maskedPan, currency];
	return ['resource', resourceId];
}

/**
 * Accounts of one list that share their number and currency (N26's spaces, pots) get ids of their own: from what
 * outlives a new consent where that tells them apart, else from the bank's id. One that pages repeat stays one.
 */
export function distinguish(listed: readonly Account[]): readonly Account[] {
	const accounts = [
		...new Map(listed.map((one) => [JSON.stringify([one.resourceId, one.id]), one])).values(),
	];
	const twinsOf = new Map<string, Account[]>();
	for (const account of accounts) {
		const twins = twinsOf.get(account.id);
		if (twins === undefined) twinsOf.set(account.id, [account]);
		else twins.push(account);
	}
	return accounts.map((account) => {
		const twins = twinsOf.get(account.id) ?? [];
		if (twins.length === 1) return account;
		const isTelling = new Set(twins.map(ownWords)).size === twins.length;
		const words = isTelling ? ownWords(account) : account.resourceId;
		return { ...account, id: `${account.id}.${digest(['twin', words]).slice(0, 8)}` };
	});
}

const ownWords = ({ name, product, type }: Account) => JSON.stringify([name, product, type]);

/** Four visible digits are shared by too many cards; first six and last four tell a person's cards apart. */
function isTelling(maskedPan: string): boolean {
	return (maskedPan.match(/\d/g) ?? []).length >= 8;
}

/**
 * Numbers the transactions of one listing of one account: make one per listing, feed it every row once.
 *
 * With a reference of the bank's the id is made of account, reference, amount and booking date: banks give one
 * reference to a payment and its fee (Belfius), to a payment and its return (Sabadell), to every instalment
 * of a standing order (Paysera). Where they give two, both go in: one of them may be shared by many rows.
 *
 * Without one it is made of the fields that never change once a row is in the books.
 *
 * What is still alike is numbered, so no two rows of a listing share an id. The numbers given out are the same in any
 * order and in every window of dates, because rows that are alike share their date and so their windows. The price:
 * a pending row gets another id when it is booked; `bankId` tells that the two are one.
 */
export function createIdentifier(
	account: Pick<Account, 'id'>,
): (row: TransactionRow) => Transaction {
	const idOf = createIds(account);
	return (row) => ({ id: idOf(row), ...row });
}

/** The ids alone, for whoever owns the rows and need not copy them. */
export function createIds(account: Pick<Account, 'id'>): (row: TransactionRow) => string {
	const countOf = createOccurrences();
	return (row) => {
		const reference = trustedReference(row.bankId);
		const fields =
			reference === undefined
				? ['row', account.id, ...immutableFields(row)]
				: referredFields(account.id, reference, row);
		const hex = digestOf(fields);
		const occurrence = countOf(hex);
		const fingerprint = hex.slice(0, digits);
		return occurrence === 1
			? `${version}:${fingerprint}`
			: `${version}:${fingerprint}.${occurrence}`;
	};
}

/** What few rows have stands at the end: the ids of all others are the same without it. */
function referredFields(
	account: string,
	reference: string,
	{ status, otherBankId, amount, bookingDate }: TransactionRow,
): readonly (string | undefined)[] {
	const number = canonical(amount.amount);
	const fields = ['reference', account, reference, number, amount.currency, bookingDate];
	if (otherBankId !== undefined || status === 'pending') fields.push(otherBankId);
	if (status === 'pending') fields.push(status);
	return fields;
}

/**
 * Status is one of them: else a pending row and its booked twin in one listing would swap their numbers
 * when the pending one goes. The text is compared without blanks: banks re-wrap it. A place in a list is left out,
 * whichever field a bank writes it in.
 */
function immutableFields(row: TransactionRow): readonly (string | undefined)[] {
	return [
		row.status,
		canonical(row.amount.amount),
		row.amount.currency,
		row.bookingDate,
		row.valueDate,
		row.transactionDate,
		withoutBlanks(row.counterparty?.name),
		row.counterparty?.iban,
		row.counterparty?.bban,
		withoutBlanks(row.text),
		trustedReference(row.reference),
		trustedReference(row.endToEndId),
		row.mandateId,
		row.creditorId,
		row.bankTransactionCode,
		row.instructedAmount && canonical(row.instructedAmount.amount),
		row.instructedAmount?.currency,
	];
}

function withoutBlanks(text: string | undefined): string | undefined {
	return text?.replace(/\s+/g, '').toUpperCase();
}

/** 128 bits. */
const digits = 32;

const digest = (parts: readonly (string | undefined)[]): string => digestOf(parts).slice(0, digits);

/** SHA-256 in hex, whole. JSON keeps `['a', 'b']` and `['a,b']`, absent and empty, apart. */
const digestOf = (parts: readonly (string | undefined)[]): string =>
	hash('sha256', JSON.stringify(parts), 'hex');
