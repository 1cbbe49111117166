import { z } from 'zod/v4';
import { bankErrorCodes } from '../errors';
import type { Account } from './account';
import { type Balance, balanceTypes, type PickedBalances } from './balance';
import { isNegative } from './money';
import { present, type MaybeAbsent } from './present';
import { type Transaction, transactionStatuses } from './transaction';

/*
 * The JSON that nodes put out: flat, stable, documented here and published as JSON Schema (docs/schemas and
 * the nodes' `__schema__`). Removing or renaming a field breaks people's workflows; adding one doesn't.
 */

const text = z.string();
const amount = z.string().regex(/^-?\d+(\.\d+)?$/);
const currency = z.string().regex(/^[A-Z]{3}$/);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const raw = z.unknown().optional().describe("The bank's own answer, with the Raw option");
const remarks = z
	.array(text)
	.optional()
	.describe(
		"Fields of the bank's answer that could not be read or were put right, a sentence each",
	);
const stableAccountId = text.describe('Stable id of the account, the same after a new login');

export const accountItemSchema = z.object({
	object: z.literal('account'),
	bank: text.describe("The bank's id in the picker"),
	accountId: stableAccountId,
	resourceId: text.describe("The bank's own id, which may change with the consent"),
	iban: text.optional(),
	bban: text.optional().describe('National account number'),
	maskedPan: text.optional().describe('Masked card number'),
	bic: text.optional(),
	currency: currency.optional().describe('Absent for an account of several currencies'),
	name: text.optional(),
	product: text.optional(),
	type: text.optional().describe('ISO 20022 cash account type, e.g. CACC'),
	status: z.enum(['enabled', 'blocked', 'deleted', 'other']).optional(),
	ownerName: text.optional(),
	raw,
});

export const balanceItemSchema = z.object({
	object: z.literal('balance'),
	accountId: stableAccountId,
	accountName: text.optional(),
	iban: text.optional(),
	type: z.enum(balanceTypes),
	bankType: text.optional().describe("The bank's own word where it is not the type"),
	amount: amount.describe('Decimal string, negative where the account is overdrawn'),
	currency,
	creditLimitIncluded: z.boolean().optional().describe('Whether the credit line is counted in'),
	referenceDate: date.optional(),
	lastChanged: text.optional().describe('As the bank wrote it'),
	isBooked: z.boolean().optional().describe('Whether this is the booked balance of the account'),
	isAvailable: z.boolean().optional().describe('Whether this is what can be spent now'),
	remarks,
	raw,
});

export const transactionItemSchema = z.object({
	object: z.literal('transaction'),
	id: text.describe('Stable id, the same after a new login; versioned by its prefix'),
	bankId: text.optional().describe("The bank's own reference"),
	accountId: stableAccountId,
	accountName: text.optional(),
	accountIban: text.optional(),
	status: z.enum(transactionStatuses),
	date: date.optional().describe('Booking date, else value date, else transaction date'),
	bookingDate: date.optional(),
	valueDate: date.optional(),
	transactionDate: date.optional().describe('When the card was used'),
	amount: amount.describe('Decimal string, negative for money that left the account'),
	currency,
	direction: z.enum(['in', 'out']),
	counterpartyName: text.optional(),
	counterpartyIban: text.optional(),
	counterpartyBban: text.optional(),
	counterpartySource: text.optional().describe("The bank's field that the name was read from"),
	counterpartyIsOwn: z
		.literal(true)
		.optional()
		.describe("It stands under the account's own number: a space or pot of it"),
	text: text.optional().describe('All remittance lines as one'),
	lines: z.array(text).optional(),
	reference: text.optional().describe('Structured creditor reference (RF, OCR, KID)'),
	endToEndId: text.optional(),
	mandateId: text.optional(),
	creditorId: text.optional(),
	bankTransactionCode: text.optional().describe('ISO 20022, e.g. PMNT-RCDT-ESCT'),
	instructedAmount: amount.optional().describe('Original amount in its own currency'),
	instructedCurrency: currency.optional(),
	exchangeRate: text.optional(),
	balanceAfter: amount.optional().describe('Balance of the account after this transaction'),
	remarks,
	raw,
});

/** In the place of an account that could not be read, where the user chose to go on. */
export const accountErrorItemSchema = z.object({
	object: z.literal('accountError'),
	accountId: stableAccountId,
	account: text.describe('Name and masked number of the account that was not read'),
	error: text.describe('What happened'),
	code: z.enum(bankErrorCodes),
	nextStep: text,
	retryAt: text.optional().describe('When it makes sense to try again, ISO 8601, UTC'),
});

export type AccountErrorItem = z.output<typeof accountErrorItemSchema>;
export type AccountItem = z.output<typeof accountItemSchema>;
export type BalanceItem = z.output<typeof balanceItemSchema>;
export type TransactionItem = z.output<typeof transactionItemSchema>;

export interface ItemOptions {
	/** Adds the bank's own answer. */
	readonly raw?: boolean;
}

export interface AccountContext {
	/** `BankProfile.id`. */
	readonly bank: string;
}

type KnownAccount = Pick<Account, 'id' | 'name' | 'iban'>;

export interface BalanceContext {
	readonly account: KnownAccount;
	/** `pickBalances` of all balances of the account; absent: the item doesn't say which is which. */
	readonly picked?: PickedBalances;
}

export interface TransactionContext {
	readonly account: KnownAccount;
}

export function toAccountItem(
	account: Account,
	{ bank }: AccountContext,
	options: ItemOptions = {},
): AccountItem {
	return present<AccountItem>({
		object: 'account',
		bank,
		accountId: account.id,
		resourceId: account.resourceId,
		iban: account.iban,
		bban: account.bban,
		maskedPan: account.maskedPan,
		bic: account.bic,
		currency: account.currency,
		name: account.name,
		product: account.product,
		type: account.type,
		status: account.status,
		ownerName: account.ownerName,
		raw: options.raw === true ? account.raw : undefined,
	});
}

export function toBalanceItem(
	balance: Balance,
	{ account, picked }: BalanceContext,
	options: ItemOptions = {},
): BalanceItem {
	return present<BalanceItem>({
		object: 'balance',
		accountId: account.id,
		accountName: account.name,
		iban: account.iban,
		type: balance.type,
		bankType: balance.bankType,
		amount: balance.amount.amount,
		currency: balance.amount.currency,
		creditLimitIncluded: balance.creditLimitIncluded,
		referenceDate: balance.referenceDate,
		lastChanged: balance.lastChanged,
		isBooked: picked && picked.booked === balance,
		isAvailable: picked && picked.available === balance,
		remarks: listOf(balance.remarks),
		raw: options.raw === true ? balance.raw : undefined,
	});
}

export const toTransactionItem = (
	transaction: Transaction,
	context: TransactionContext,
	options: ItemOptions = {},
): TransactionItem => present<TransactionItem>(transactionFields(transaction, context, options));

/** The item before what is missing is left out: for whoever takes it apart at once, and has a million of them. */
export function transactionFields(
	transaction: Transaction,
	{ account }: TransactionContext,
	options: ItemOptions = {},
): MaybeAbsent<TransactionItem> {
	const { amount: money, counterparty, instructedAmount } = transaction;
	return {
		object: 'transaction',
		id: transaction.id,
		bankId: transaction.bankId,
		accountId: account.id,
		accountName: account.name,
		accountIban: account.iban,
		status: transaction.status,
		date: transaction.date,
		bookingDate: transaction.bookingDate,
		valueDate: transaction.valueDate,
		transactionDate: transaction.transactionDate,
		amount: money.amount,
		currency: money.currency,
		direction: isNegative(money.amount) ? 'out' : 'in',
		counterpartyName: counterparty?.name,
		counterpartyIban: counterparty?.iban,
		counterpartyBban: counterparty?.bban,
		counterpartySource: counterparty?.source,
		counterpartyIsOwn: counterparty?.isOwn,
		text: transaction.text,
		lines: listOf(transaction.lines),
		reference: transaction.reference,
		endToEndId: transaction.endToEndId,
		mandateId: transaction.mandateId,
		creditorId: transaction.creditorId,
		bankTransactionCode: transaction.bankTransactionCode,
		instructedAmount: instructedAmount?.amount,
		instructedCurrency: instructedAmount?.currency,
		exchangeRate: transaction.exchangeRate,
		balanceAfter: transaction.balanceAfter?.amount,
		remarks: listOf(transaction.remarks),
		raw: options.raw === true ? transaction.raw : undefined,
	};
}

const listOf = (texts: readonly string[] | undefined) => texts && [...texts];
