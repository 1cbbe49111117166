import { hash } from 'node:crypto';
import type { Account } from '../models/account';
import { canonical } from '../models/money';
import type { Transaction, TransactionRow } from '../models/transaction';

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

/** What banks write where they have no reference (ING RO, card rows of many): never an identity. */
const placeholder =
	/^(?:not[\s_-]?provided|not[\s_-]?available|nonref|none|null|undefined|unknown|n\/?a|[-–.*\s0]*)$/i;

/**
 * A place in the day's list (`2026-08-18-1`, some savings banks): shifts when the bank books something late, so
 * that the next read would give one payment the name of another.
 */
const positional = /^\d{4}-?\d{2}-?\d{2}[-_/]\d{1,4}$/;

/** A bank's reference where it can be trusted to name one transaction, else `undefined`. */
export function trustedReference(written: string | undefined): string | undefined {
	const reference = written?.trim() ?? '';
	return placeholder.test(reference) || positional.test(reference) ? undefined : reference;
}

/**
 * Numbers the transactions of one listing of one account: make one per listing, feed it every row once.
 *
 * With a bank reference the id is made of account, reference, amount and booking date: banks give one
 * reference to a payment and its fee (Belfius), to a payment and its return (Sabadell), to every instalment
 * of a standing order (Paysera). Nothing is remembered, so a million rows need no memory. The price: a
 * pending row gets another id when it is booked; `bankId` tells that the two are one.
 *
 * Without one it is made of the fields that never change once a row is in the books, plus an occurrence
 * number: two real identical payments stay two. It is the same in any order and in every window of dates,
 * because identical rows share their date and so their windows.
 */
export function createIdentifier(
	account: Pick<Account, 'id'>,
): (row: TransactionRow) => Transaction {
	const idOf = createIds(account);
	return (row) => ({ id: idOf(row), ...row });
}

/** The ids alone, for whoever owns the rows and need not copy them. */
export function createIds(account: Pick<Account, 'id'>): (row: TransactionRow) => string {
	const seen = new Map<string, number>();
	return (row) => {
		const reference = trustedReference(row.bankId);
		if (reference !== undefined) return referenceId(account.id, reference, row);
		const fingerprint = digest(['row', account.id, ...immutableFields(row)]);
		const occurrence = (seen.get(fingerprint) ?? 0) + 1;
		seen.set(fingerprint, occurrence);
		const suffix = occurrence === 1 ? '' : `.${occurrence}`;
		return `${version}:${fingerprint}${suffix}`;
	};
}

function referenceId(account: string, reference: string, row: TransactionRow): string {
	const { amount, currency } = row.amount;
	const parts = [account, reference, canonical(amount), currency, row.bookingDate];
	return `${version}:${digest(['reference', ...parts])}`;
}

/**
 * Status is one of them: else a pending row and its booked twin in one listing would swap their numbers
 * when the pending one goes. The text is compared without blanks: banks re-wrap it.
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
		row.reference,
		row.endToEndId,
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

/** 128 bits of SHA-256. JSON keeps `['a', 'b']` and `['a,b']`, absent and empty, apart. */
function digest(parts: readonly (string | undefined)[]): string {
	return hash('sha256', JSON.stringify(parts), 'hex').slice(0, 32);
}
