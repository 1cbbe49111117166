import { type Account, type AccountNumber, onceEach, toAccountNumber } from '../../models/account';
import { type Balance, type BalanceType } from '../../models/balance';
import { parseDate } from '../../models/dates';
import { parseIban } from '../../models/iban';
import { compare, isNegative, type Money } from '../../models/money';
import { present } from '../../models/present';
import {
	type Counterparty,
	providedId,
	transactionDates,
	type TransactionRow,
} from '../../models/transaction';
import { unreadable } from '../../models/unreadable';
import { accountId } from '../../sync/identity';
import { trustedReference } from '../../sync/references';
import {
	readDate,
	readDateBeside,
	remarked,
	type Remarks,
	textOf,
} from '../../standards/kit/fields';
import { readSigned } from '../../standards/kit/indicators';
import type { Field } from './fields';
import { type Information, readInformation } from './information';
import { placeOf, type Statement, statementsIn } from './statements';

/*
 * SWIFT MT940 (customer statement) and MT942 (interim report): tagged lines, decimal commas, years of two
 * digits. SWIFT Category 9 standards, fields 25, 60, 61, 62, 64, 65 and 86.
 */

function accounts(text: unknown): readonly Account[] {
	return onceEach(statementsIn(text).map(toAccount));
}

function toAccount({ account, currency }: Statement): Account {
	const written = textOf(account.value.split('\n')[0]);
	if (written === undefined) throw unreadable(placeOf(account), 'is empty');
	const identity = present<Parameters<typeof accountId>[0]>({
		resourceId: written,
		...numberIn(written),
		currency,
	});
	return present<Account>({ id: accountId(identity), ...identity, raw: account.value });
}

/** Banks write `DE…EUR` and `DE… EUR`, the bare number, or parts: bank or BIC, account, currency. */
function numberIn(written: string): AccountNumber {
	const bare = written.replace(/[\s/]*[A-Z]{3}$/, '');
	const iban = bare.split('/').find((part) => parseIban(part) !== undefined);
	return toAccountNumber(iban ?? (bare === '' ? written : bare));
}

const balanceTypes: Readonly<Record<string, BalanceType>> = {
	'60F': 'openingBooked',
	'60M': 'interimBooked',
	'62F': 'closingBooked',
	'62M': 'interimBooked',
	'64': 'closingAvailable',
	'65': 'forwardAvailable',
};

/** The national bank's example leaves the currency of some balances to the others. */
const balanceForm = /^([CD])(\d{6})([A-Z]{3})?\s*([\d,.]+)$/;

/** Where a statement is closed, the balances between its pages are subtotals that nobody asks for. */
function balances(text: unknown): readonly Balance[] {
	const fields = statementsIn(text).flatMap((statement) =>
		statement.fields.map((field) => ({ field, currency: statement.currency })),
	);
	const close = fields.findLastIndex(({ field }) => field.tag === '62F');
	return fields.flatMap(({ field, currency }, index) => {
		const type = balanceTypes[field.tag];
		if (type === undefined) return [];
		const isSubtotal = index < close && field.tag.endsWith('M');
		return [toBalance(field, isSubtotal ? 'other' : type, currency)];
	});
}

function toBalance(field: Field, type: BalanceType, currency: string | undefined): Balance {
	const place = placeOf(field);
	const match = balanceForm.exec(field.value.trim());
	if (match === null) throw unreadable(place, 'is not a balance');
	const [, mark, day = '', written = currency, amount = ''] = match;
	if (written === undefined) throw unreadable(place, 'has no currency');
	const remarks: Remarks = [];
	return present<Balance>({
		type,
		bankType: field.tag,
		amount: toMoney(amount, mark, written, place),
		referenceDate: readDateBeside(withCentury(day), place, remarks),
		remarks: remarked(remarks),
		raw: field.value,
	});
}

/** `iban`: of a file with several accounts, that one's lines only. */
function transactions(text: unknown, iban?: string): readonly TransactionRow[] {
	return statementsIn(text).flatMap((statement) => {
		const own = numberIn(statement.account.value.trim()).iban;
		if (iban !== undefined && own !== undefined && own !== iban) return [];
		return rowsOf(statement);
	});
}

function rowsOf({ account, fields, currency }: Statement): readonly TransactionRow[] {
	const own = numberIn(account.value.split('\n')[0]?.trim() ?? '');
	return fields.flatMap((field, index) => {
		if (field.tag !== '61') return [];
		const rest = fields.slice(index + 1);
		const end = rest.findIndex(({ tag }) => tag !== '86' && tag !== 'NS');
		const told = (end === -1 ? rest : rest.slice(0, end)).filter(({ tag }) => tag === '86');
		const information = told.length === 0 ? undefined : told.map(({ value }) => value).join('\n');
		return [toTransactionRow(field, information, currency, own)];
	});
}

/**
 * Value date, entry day (blanks where ASN and Citi have none), mark, funds code, amount, type (blanks in it at
 * Sberbank), the account owner's reference, which is anything, the bank's reference, supplement.
 */
const lineForm =
	/^(\d{6})(\d{4}| {4})?(R?[CD]|E[CD])([A-Z])? ?(\d[\d,.]*|,\d+) *([A-Z][A-Za-z0-9 ]{3})[^\n]*?(?:\/\/([^\n]*))?(?:\n([\s\S]*))?$/;

/** A line that breaks in its midst: as few of its pieces as make a statement line are one, the others the supplement. */
function lineIn(value: string): RegExpExecArray | undefined {
	const pieces = value.trimEnd().split('\n');
	for (let count = 1; count <= pieces.length; count += 1) {
		const line = [pieces.slice(0, count).join(''), ...pieces.slice(count)].join('\n');
		const match = lineForm.exec(line);
		if (match !== null) return match;
	}
	return undefined;
}

function toTransactionRow(
	field: Field,
	information: string | undefined,
	currency: string | undefined,
	own: AccountNumber,
): TransactionRow {
	const place = placeOf(field);
	const match = lineIn(field.value);
	if (match === undefined) throw unreadable(place, 'is not a statement line');
	const [, day = '', entryDay, mark, , amount = '', type, bank, supplement = ''] = match;
	if (currency === undefined) throw unreadable(':60F:', 'is missing: it names the currency');
	const remarks: Remarks = [];
	const money = toMoney(amount, mark, currency, place);
	const line = { supplement, isDebit: isNegative(money.amount) };
	const told = readInformation(information ?? supplement, line);
	return {
		bankId: trustedReference(textOf(bank)),
		status: mark?.startsWith('E') === true ? 'pending' : 'booked',
		amount: money,
		...datesOf(withCentury(day), entryDay?.trim(), place, remarks),
		counterparty: isSame(told.counterparty, own) ? undefined : told.counterparty,
		text: told.text,
		lines: told.lines,
		reference: told.reference,
		endToEndId: providedId(told.endToEndId),
		mandateId: providedId(told.mandateId),
		creditorId: providedId(told.creditorId),
		bankTransactionCode: type,
		instructedAmount: originalOf(told, money),
		remarks: remarked(remarks),
		raw: { line: field.value, information },
	};
}

/**
 * The entry day has its year from the value date. Without one the line was booked on the value date, unless the
 * calendar has no such day.
 */
function datesOf(valueDay: string, entryDay: string | undefined, place: string, remarks: Remarks) {
	const valueDate = readDateBeside(valueDay, place, remarks);
	if (valueDate === undefined) throw unreadable(place, 'is not a date');
	const bookingDate =
		entryDay === undefined || entryDay === ''
			? parseDate(valueDay)
			: readDate(entryDate(valueDay, entryDay), place);
	return transactionDates(bookingDate, valueDate, undefined);
}

/** Fees come under the account's own number, without a name. */
const isSame = (counterparty: Counterparty | undefined, own: AccountNumber): boolean =>
	counterparty !== undefined &&
	counterparty.name === undefined &&
	(counterparty.iban === undefined
		? counterparty.bban === own.bban?.split('/').at(-1)
		: counterparty.iban === own.iban);

function originalOf({ original }: Information, booked: Money): Money | undefined {
	if (original === undefined) return undefined;
	const { amount, currency = booked.currency } = original;
	const isBooked =
		currency === booked.currency && compare(amount, booked.amount.replace('-', '')) === 0;
	return isBooked ? undefined : { amount, currency };
}

/** `EC`/`ED` are expected entries (MT942); a reversed credit leaves the account. */
function toMoney(amount: string, mark: string | undefined, currency: string, place: string): Money {
	const indicator = mark?.replace(/^E/, '');
	const bare = amount.replace(/,$/, '');
	const written = bare.includes('.') ? bare : bare.replace(',', '.');
	if (/^\d+\.\d{3}$/.test(bare)) throw unreadable(place, 'has a point that may part thousands');
	return { amount: readSigned(written, place, indicator, place), currency };
}

/** Years of two digits: MT940 is younger than 1980. */
function withCentury(day: string): string {
	const century = Number(day.slice(0, 2)) >= 80 ? '19' : '20';
	return `${century}${day}`;
}

/** The entry day has no year: the value date's, or its neighbour's around New Year. */
function entryDate(valueDate: string, entryDay: string): string {
	const year = Number(valueDate.slice(0, 4));
	const months = Number(entryDay.slice(0, 2)) - Number(valueDate.slice(4, 6));
	const shift = months > 6 ? -1 : months < -6 ? 1 : 0;
	return `${year + shift}${entryDay}`;
}

export const mt940 = { accounts, balances, transactions } as const;
