import {
	type AccountItem,
	accountItemSchema,
	type BalanceItem,
	balanceItemSchema,
	type TransactionItem,
	transactionItemSchema,
} from './items';
import { present } from './present';

/*
 * Simplify: the everyday fields of an item, ten at most, for people who read a table and models that pay per
 * word; and the remarks, which few items have and nobody may miss.
 */

export const simpleAccountSchema = accountItemSchema.pick({
	accountId: true,
	bank: true,
	iban: true,
	bban: true,
	maskedPan: true,
	currency: true,
	name: true,
	type: true,
	status: true,
	ownerName: true,
});

export const simpleBalanceSchema = balanceItemSchema.pick({
	accountId: true,
	accountName: true,
	iban: true,
	type: true,
	amount: true,
	currency: true,
	referenceDate: true,
	isBooked: true,
	isAvailable: true,
	remarks: true,
});

export const simpleTransactionSchema = transactionItemSchema.pick({
	id: true,
	date: true,
	amount: true,
	currency: true,
	status: true,
	counterpartyName: true,
	text: true,
	reference: true,
	accountId: true,
	accountName: true,
	remarks: true,
});

type SimpleAccount = Pick<AccountItem, keyof (typeof simpleAccountSchema)['shape']>;
type SimpleBalance = Pick<BalanceItem, keyof (typeof simpleBalanceSchema)['shape']>;
type SimpleTransaction = Pick<TransactionItem, keyof (typeof simpleTransactionSchema)['shape']>;

export function simplifyAccount(item: AccountItem): SimpleAccount {
	const { accountId, bank, iban, bban, maskedPan, currency, name, type, status, ownerName } = item;
	return present<SimpleAccount>({
		accountId,
		bank,
		name,
		iban,
		bban,
		maskedPan,
		currency,
		type,
		status,
		ownerName,
	});
}

export function simplifyBalance(item: BalanceItem): SimpleBalance {
	const { accountId, accountName, iban, type, amount, currency, referenceDate } = item;
	const { isBooked, isAvailable, remarks } = item;
	return present<SimpleBalance>({
		accountId,
		accountName,
		iban,
		type,
		amount,
		currency,
		referenceDate,
		isBooked,
		isAvailable,
		remarks,
	});
}

export function simplifyTransaction(item: TransactionItem): SimpleTransaction {
	const { id, date, amount, currency, status, counterpartyName, text, reference } = item;
	const { accountId, accountName, remarks } = item;
	return present<SimpleTransaction>({
		id,
		date,
		amount,
		currency,
		status,
		counterpartyName,
		text,
		reference,
		accountId,
		accountName,
		remarks,
	});
}
