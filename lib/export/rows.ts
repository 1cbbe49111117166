import { BankError } from '../errors';
import type { AccountLike, Language, TransactionLike } from './source';

/** What a cell of a column is, whatever the format writes for it. */
export type ColumnKind = 'date' | 'amount' | 'text' | 'code';

export interface Column {
	readonly key: string;
	readonly header: Readonly<Record<Language, string>>;
	/** In characters. */
	readonly width: number;
	/** `code` is text of digits and letters that must never be taken for a number. */
	readonly kind: ColumnKind;
	readonly value: (
		transaction: TransactionLike,
		account: AccountLike,
		runningBalance: string | undefined,
	) => string | undefined;
}

const column = (
	key: string,
	en: string,
	sv: string,
	width: number,
	kind: ColumnKind,
	value: Column['value'],
): Column => ({ key, header: { en, sv }, width, kind, value });

/** Every column an export can have, in the order in which they stand. */
export const columnTable: readonly Column[] = [
	column('accountName', 'Account', 'Konto', 22, 'text', (_, account) => account.name),
	column('accountIban', 'Account IBAN', 'Kontots IBAN', 28, 'code', (_, account) => account.iban),
	column('accountId', 'Account id', 'Konto-id', 28, 'code', (_, account) => account.accountId),
	column('date', 'Date', 'Datum', 11.5, 'date', (row) => row.date ?? row.bookingDate),
	column('bookingDate', 'Booking date', 'Bokföringsdag', 13.5, 'date', (row) => row.bookingDate),
	column('valueDate', 'Value date', 'Valutadag', 11.5, 'date', (row) => row.valueDate),
	column(
		'transactionDate',
		'Transaction date',
		'Transaktionsdag',
		15.5,
		'date',
		(row) => row.transactionDate,
	),
	column('text', 'Text', 'Text', 44, 'text', (row) => row.text),
	column('counterpartyName', 'Counterparty', 'Motpart', 28, 'text', (row) => row.counterpartyName),
	column(
		'counterpartyIban',
		'Counterparty account',
		'Motpartens konto',
		28,
		'code',
		(row) => row.counterpartyIban ?? row.counterpartyBban,
	),
	column('reference', 'Reference', 'Referens', 22, 'code', (row) => row.reference),
	column('amount', 'Amount', 'Belopp', 17, 'amount', (row) => row.amount),
	column('currency', 'Currency', 'Valuta', 9, 'code', (row) => row.currency),
	column('runningBalance', 'Running balance', 'Löpande saldo', 18, 'amount', (_, __, sum) => sum),
	column(
		'balanceAfter',
		'Balance after (bank)',
		'Saldo efter (bank)',
		20,
		'amount',
		(row) => row.balanceAfter,
	),
	column('status', 'Status', 'Status', 11, 'text', (row) => row.status ?? 'booked'),
	column('endToEndId', 'End-to-end id', 'End-to-end-id', 22, 'code', (row) => row.endToEndId),
	column('mandateId', 'Mandate id', 'Medgivande-id', 20, 'code', (row) => row.mandateId),
	column('creditorId', 'Creditor id', 'Borgenärs-id', 20, 'code', (row) => row.creditorId),
	column(
		'bankTransactionCode',
		'Transaction code',
		'Transaktionskod',
		18,
		'code',
		(row) => row.bankTransactionCode,
	),
	column('bankId', "Bank's reference", 'Bankens referens', 24, 'code', (row) => row.bankId),
	column('id', 'Transaction id', 'Transaktions-id', 36, 'code', (row) => row.id),
	column('remarks', 'Remarks', 'Anmärkningar', 30, 'text', (row) => row.remarks?.join('; ')),
];

export const columnKeys: readonly string[] = columnTable.map(({ key }) => key);

const described = [
	'date',
	'valueDate',
	'text',
	'counterpartyName',
	'counterpartyIban',
	'reference',
] as const;

/** For a sheet of one account, whose amounts show their currency themselves. */
export const accountColumnKeys: readonly string[] = [
	...described,
	'amount',
	'runningBalance',
	'status',
	'currency',
	'bankId',
	'id',
	'remarks',
];

/** For one list of all accounts. */
export const listColumnKeys: readonly string[] = [
	'accountName',
	'accountIban',
	...described,
	'amount',
	'currency',
	'runningBalance',
	'status',
	'bankId',
	'id',
	'remarks',
];

/**
 * The chosen columns in the order asked for. An amount always has its currency beside it.
 * Throws `invalid-input` for a key that doesn't exist or nothing chosen.
 */
export function chooseColumns(
	keys: readonly string[],
	{ runningBalance = true }: { readonly runningBalance?: boolean | undefined } = {},
): readonly Column[] {
	const chosen = new Set<string>();
	for (const key of keys) {
		if (key === 'runningBalance' && !runningBalance) continue;
		chosen.add(key);
		if (key === 'amount' && !keys.includes('currency')) chosen.add('currency');
	}
	if (chosen.size === 0) throw badColumns('No column is chosen.');
	return [...chosen].map((key) => {
		const found = columnTable.find((each) => each.key === key);
		if (found === undefined) throw badColumns(`There is no column "${key.slice(0, 40)}".`);
		return found;
	});
}

function badColumns(message: string): BankError {
	return new BankError('invalid-input', message, {
		field: 'columns',
		nextStep: `Choose from: ${columnKeys.join(', ')}.`,
	});
}

const statusWords: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
	en: {},
	sv: { booked: 'bokförd', pending: 'reserverad', information: 'information' },
};

/** A status in the reader's language; the bank's own word where it is none of ours. */
export const statusWord = (status: string, language: Language): string =>
	statusWords[language][status] ?? status;
