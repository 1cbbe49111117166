import type { StandardId } from '../standards';
import { recordOf } from '../standards/kit/fields';

type Fields = Readonly<Record<string, unknown>>;

/** Whose form an answer has: one of the supported standards, or a family that is none of them. */
export type Family = { readonly standard: StandardId } | { readonly unsupported: string };

interface Mark {
	readonly family: Family;
	/** Whether the answer's outermost object, or an entry of its list, is of the family. */
	readonly outside?: (fields: Fields) => boolean;
	readonly inside?: (entry: Fields) => boolean;
}

const has =
	(...names: readonly string[]) =>
	(fields: Fields) =>
		names.some((name) => name in fields);

const hasAll = (fields: Fields, ...names: readonly string[]) =>
	names.every((name) => name in fields);

const isStetRow = (entry: Fields) => hasAll(entry, 'transactionAmount', 'creditDebitIndicator');

/** Told by what only they have; the first that fits. Berlin Group last: many look like it. */
const marks: readonly Mark[] = [
	{
		family: { standard: 'nordea' },
		outside: has('group_header'),
		inside: has('_id', 'account_numbers', 'balance_after_transaction'),
	},
	{ family: { unsupported: 'bunq' }, outside: has('Response') },
	{
		family: { standard: 'polish-api' },
		outside: has('responseHeader'),
		inside: has('transactionCategory', 'accountTypeName'),
	},
	{
		family: { standard: 'open-banking-uk' },
		outside: has('Data'),
		inside: has('AccountId', 'TransactionInformation', 'CreditDebitIndicator'),
	},
	{
		family: { standard: 'enable-banking' },
		outside: has('continuation_key', 'session_id'),
		inside: (entry) =>
			has('balance_amount', 'credit_debit_indicator', 'entry_reference', 'uid')(entry) ||
			('transaction_amount' in entry && 'status' in entry),
	},
	{ family: { unsupported: 'Erste Group (George)' }, inside: has('accountno') },
	{
		family: { unsupported: 'SpareBank 1' },
		inside: has('accountKey', 'currencyCode', 'nonUniqueId'),
	},
	{ family: { unsupported: 'OP' }, inside: has('archiveId', 'netBalance') },
	{
		family: { unsupported: 'ABN AMRO' },
		outside: has('nextPageKey'),
		inside: has('descriptionLines', 'mutationCode'),
	},
	{ family: { unsupported: 'Open Bank Project' }, inside: has('account_routings', 'bank_id') },
	{
		family: { unsupported: 'Tink' },
		inside: (entry) => hasAll(entry, 'identifiers', 'descriptions'),
	},
	{
		family: { unsupported: 'Handelsbanken' },
		inside: (entry) => has('ledgerDate')(entry) || 'content' in (recordOf(entry['amount']) ?? {}),
	},
	{
		family: { unsupported: 'Czech Open Banking Standard' },
		outside: has('pageNumber', 'pageCount'),
	},
	{
		family: { unsupported: 'CheBanca!' },
		outside: ({ data }) => has('transactionsAccounting', 'accountBalance')(recordOf(data) ?? {}),
	},
	{ family: { unsupported: 'Qonto' }, inside: has('amount_cents', 'settled_at') },
	{ family: { unsupported: 'Abanca' }, inside: (entry) => hasAll(entry, 'attributes', 'type') },
	{ family: { unsupported: 'finAPI' }, inside: has('finapiBookingDate') },
	{ family: { unsupported: 'Plaid' }, outside: has('item', 'request_id') },
	{
		family: { unsupported: 'Neonomics' },
		inside: ({ transactionAmount }) => 'value' in (recordOf(transactionAmount) ?? {}),
	},
	{
		family: { standard: 'gocardless' },
		outside: has(
			'institution_id',
			'owner_name',
			'last_accessed',
			'last_updated',
			'access_valid_for_days',
		),
		inside: has('internalTransactionId', 'institution_id'),
	},
	{
		family: { standard: 'stet' },
		// Berlin Group's rows say the same at some banks, in groups.
		outside: ({ transactions, rows }) =>
			[transactions, rows].some(
				(list) => Array.isArray(list) && isStetRow(recordOf(list[0]) ?? {}),
			),
	},
	{
		family: { standard: 'stet' },
		inside: (entry) =>
			has('psuStatus', 'bicFi')(entry) || recordOf(entry['accountId']) !== undefined,
	},
	{
		family: { standard: 'berlin-group' },
		outside: has(
			...['accounts', 'account', 'cardAccounts', 'cardAccount', 'balances', 'transactions'],
			...[
				'cardTransactions',
				'transactionsDetails',
				'booked',
				'pending',
				'_links',
				'resourceId',
				'iban',
			],
		),
		inside: has('resourceId', 'iban', 'bban', 'maskedPan', 'balanceAmount', 'transactionAmount'),
	},
];

/** The family of an answer about accounts, balances or transactions. */
export function familyOf(body: unknown): Family {
	if (typeof body === 'string') return familyOfText(body);
	const outside = Array.isArray(body) ? { rows: body } : (recordOf(body) ?? {});
	const entries = [outside, ...entriesOf(body)];
	const mark = marks.find(
		(each) => each.outside?.(outside) === true || entries.some((entry) => each.inside?.(entry)),
	);
	return mark?.family ?? { unsupported: 'of no known family' };
}

function familyOfText(text: string): Family {
	if (/<(?:\w+:)?BkToCstmr(?:AcctRpt|Stmt)\b/.test(text)) return { standard: 'camt' };
	if (/(?:^|\{4:):2[05]P?:/m.test(text)) return { standard: 'mt940' };
	return { unsupported: 'text of no known family' };
}

/** The first entries of every list in the answer, two levels deep at most. */
function entriesOf(body: unknown): readonly Fields[] {
	const lists = [body, ...Object.values(recordOf(body) ?? {})].flatMap((value) => [
		value,
		...Object.values(recordOf(value) ?? {}),
	]);
	return lists
		.filter((value): value is unknown[] => Array.isArray(value))
		.map(([first]) => recordOf(first))
		.filter((entry) => entry !== undefined);
}
