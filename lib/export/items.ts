import { BankError } from '../errors';
import { parseDate } from '../models/dates';
import { isDecimal } from './decimal-sum';
import type { AccountLike, BalanceLike, ExportPeriod, ExportSource } from './source';
import type { SourceAccount, TransactionLike } from './source';

/** What items can't say of themselves. */
export interface ItemsContext {
	/** ISO date-time. */
	readonly madeAt: string;
	readonly bank?: string;
	readonly period?: ExportPeriod;
}

interface Group {
	account: AccountLike;
	unread?: string;
	readonly balances: BalanceLike[];
	readonly transactions: TransactionLike[];
}

type Item = Readonly<Record<string, unknown>>;

const kinds = ['account', 'balance', 'transaction', 'accountError'] as const;
type Kind = (typeof kinds)[number];

/**
 * Account, balance and transaction items, whole or simplified, grouped by account in one pass, and what was said of
 * accounts that could not be read. The items themselves are kept, not copied. Throws `invalid-input` naming the item
 * and its field.
 */
export function fromItems(items: Iterable<unknown>, context: ItemsContext): ExportSource {
	const groups = new Map<string, Group>();
	let index = 0;
	for (const item of items) {
		const fields = readItem(item, index);
		const kind = kindOf(fields);
		if (kind === undefined) {
			throw badItem(
				index,
				'object',
				'must be "account", "balance", "transaction" or "accountError"',
			);
		}
		const group = groupOf(groups, fields, kind, index);
		if (kind === 'account') group.account = readAccount(fields, index);
		else if (kind === 'accountError') readAccountError(group, fields, index);
		else if (kind === 'balance') group.balances.push(readBalance(fields, index));
		else group.transactions.push(readTransaction(fields, index));
		index += 1;
	}
	return { ...context, isOfItems: true, accounts: accountsOf(groups) };
}

function* accountsOf(groups: ReadonlyMap<string, Group>): Generator<SourceAccount> {
	for (const { account, balances, transactions, unread } of groups.values()) {
		// Balances alone tell nothing of transactions that could not be read: their sums would be none.
		if (unread !== undefined && transactions.length === 0) yield { account, unread };
		else {
			const remarks = unread === undefined ? [] : [`not read whole. ${unread}`];
			yield { account, balances, transactions: [transactions], isOnePage: true, remarks };
		}
	}
}

/** Of the reading nodes' *Go On, and Say So*. */
function readAccountError(group: Group, fields: Item, index: number): void {
	const said = [text(fields, 'error', index), text(fields, 'nextStep', index)];
	group.unread ??= said
		.filter((sentence) => sentence !== undefined)
		.map((sentence) => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`))
		.join(' ');
	group.account = { ...group.account, name: group.account.name ?? text(fields, 'account', index) };
}

/** Simplified items don't say what they are; which fields they have does. */
function kindOf(fields: Item): Kind | undefined {
	const { object } = fields;
	if (object !== undefined) return kinds.find((kind) => kind === object);
	if (fields.amount === undefined) return fields.accountId === undefined ? undefined : 'account';
	if (fields.id !== undefined) return 'transaction';
	return fields.type === undefined ? undefined : 'balance';
}

function groupOf(groups: Map<string, Group>, fields: Item, kind: Kind, index: number): Group {
	const own = kind === 'account' ? (fields.accountId ?? fields.id) : fields.accountId;
	const key = own ?? fields.accountIban ?? fields.accountName ?? '';
	if (typeof key !== 'string') throw badItem(index, 'accountId', 'must be text');
	const found = groups.get(key);
	if (found !== undefined) return found;
	const group: Group = {
		account: {
			accountId: key,
			name: text(fields, 'accountName', index),
			iban: text(fields, 'accountIban', index) ?? text(fields, 'iban', index),
		},
		balances: [],
		transactions: [],
	};
	groups.set(key, group);
	return group;
}

function readItem(item: unknown, index: number): Item {
	if (typeof item !== 'object' || item === null || Array.isArray(item)) {
		throw badItem(index, 'item', 'must be an object');
	}
	const fields = item as Item;
	for (const name in fields) if (fields[name] === null) return withoutNulls(fields);
	return fields;
}

const withoutNulls = (fields: Item): Item =>
	Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

function readAccount(fields: Item, index: number): AccountLike {
	const accountId = text(fields, 'accountId', index) ?? text(fields, 'id', index) ?? '';
	return {
		accountId,
		bban: text(fields, 'bban', index),
		maskedPan: text(fields, 'maskedPan', index),
		bic: text(fields, 'bic', index),
		currency: fields.currency === undefined ? undefined : currency(fields, index),
		product: text(fields, 'product', index),
		type: text(fields, 'type', index),
		ownerName: text(fields, 'ownerName', index),
		name: text(fields, 'name', index) ?? text(fields, 'accountName', index),
		iban: text(fields, 'iban', index) ?? text(fields, 'accountIban', index),
	};
}

function readBalance(fields: Item, index: number): BalanceLike {
	return {
		type: text(fields, 'type', index) ?? 'other',
		amount: decimal(fields, 'amount', index),
		currency: currency(fields, index),
		referenceDate: date(fields, 'referenceDate', index),
		isBooked: flag(fields, 'isBooked'),
		isAvailable: flag(fields, 'isAvailable'),
	};
}

const dateFields = ['date', 'bookingDate', 'valueDate', 'transactionDate'];
const textFields = [
	'id',
	'bankId',
	'status',
	'counterpartyName',
	'counterpartyIban',
	'counterpartyBban',
	'text',
	'reference',
	'endToEndId',
	'mandateId',
	'creditorId',
	'bankTransactionCode',
];

/** The item itself, once it is known to be one. */
function readTransaction(fields: Item, index: number): TransactionLike {
	decimal(fields, 'amount', index);
	currency(fields, index);
	if (fields.balanceAfter !== undefined) decimal(fields, 'balanceAfter', index);
	for (const field of dateFields) date(fields, field, index);
	for (const field of textFields) text(fields, field, index);
	texts(fields, 'remarks', index);
	return fields as unknown as TransactionLike;
}

function text(fields: Item, field: string, index: number): string | undefined {
	const value = fields[field];
	if (value === undefined || typeof value === 'string') return value;
	throw badItem(index, field, 'must be text');
}

function texts(fields: Item, field: string, index: number): void {
	const value = fields[field];
	const isList = Array.isArray(value) && value.every((each) => typeof each === 'string');
	if (value !== undefined && !isList) throw badItem(index, field, 'must be a list of texts');
}

function date(fields: Item, field: string, index: number): string | undefined {
	const value = fields[field];
	if (value === undefined) return undefined;
	if (typeof value === 'string' && parseDate(value) === value) return value;
	throw badItem(index, field, 'must be a date such as 2026-03-31');
}

function decimal(fields: Item, field: string, index: number): string {
	const value = fields[field];
	if (isDecimal(value)) return value;
	throw badItem(index, field, 'must be a decimal as text, such as "-12.50"');
}

function currency(fields: Item, index: number): string {
	const value = fields.currency;
	if (typeof value === 'string' && /^[A-Z]{3}$/.test(value)) return value;
	throw badItem(index, 'currency', 'must be a currency code such as "EUR"');
}

const flag = (fields: Item, field: string): boolean | undefined =>
	typeof fields[field] === 'boolean' ? fields[field] : undefined;

function badItem(index: number, field: string, rule: string): BankError {
	return new BankError('invalid-input', `Item ${index}: the field "${field}" ${rule}.`, {
		field: `items[${index}].${field}`,
		nextStep:
			'Connect PSD2 Accounts, PSD2 Balances or PSD2 Transactions, or correct what changed the items.',
	});
}
