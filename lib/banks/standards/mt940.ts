import { type Account, toAccountNumber } from '../../models/account';
import { type Balance, type BalanceType } from '../../models/balance';
import { parseCurrency, type Money } from '../../models/money';
import { present } from '../../models/present';
import { providedId, transactionDates, type TransactionRow } from '../../models/transaction';
import { unreadable } from '../../models/unreadable';
import { accountId, trustedReference } from '../../sync/identity';
import { readDate, textOf } from './fields';
import { readSigned } from './indicators';
import { readInformation } from './mt940-information';

/*
 * SWIFT MT940 (customer statement) and MT942 (interim report): tagged lines, decimal commas, years of two
 * digits. SWIFT Category 9 standards, fields 25, 60, 61, 62, 64, 65 and 86.
 */

interface Field {
	readonly tag: string;
	readonly value: string;
	/** Line of the file, from 1: the place named in errors. */
	readonly line: number;
}

/** `:61:` up to the next tag; the envelope (`{1:…}`, `-}`) is left out. */
function fieldsIn(text: unknown): readonly Field[] {
	if (typeof text !== 'string') throw unreadable('', 'is not text');
	const fields: Field[] = [];
	text.split(/\r?\n/).forEach((content, index) => {
		const start = /^:(\d{2}[A-Z]?):(.*)$/.exec(content);
		const last = fields.at(-1);
		if (start !== null) {
			const [, tag = '', value = ''] = start;
			fields.push({ tag, value, line: index + 1 });
		} else if (last !== undefined && !/^(?:\{|-\}?$)/.test(content)) {
			fields[fields.length - 1] = { ...last, value: `${last.value}\n${content}` };
		}
	});
	if (!fields.some(({ tag }) => tag === '25' || tag === '25P'))
		throw unreadable(':25:', 'is missing');
	return fields;
}

function accounts(text: unknown): readonly Account[] {
	const fields = fieldsIn(text);
	const numbers = fields.filter(({ tag }) => tag === '25' || tag === '25P');
	const currency = currencyIn(fields);
	return numbers.map(({ value, line }) => {
		const written = textOf(value.split('\n')[0]);
		if (written === undefined) throw unreadable(`:25: in line ${line}`, 'is empty');
		// Banks write `DE…EUR` and `DE… EUR` as well as the bare number.
		const bare = written.replace(/\s*[A-Z]{3}$/, '');
		const identity = present<Parameters<typeof accountId>[0]>({
			resourceId: written,
			...toAccountNumber(bare === '' ? written : bare),
			currency,
		});
		return present<Account>({ id: accountId(identity), ...identity, raw: value });
	});
}

const balanceTypes: Readonly<Record<string, BalanceType>> = {
	'60F': 'openingBooked',
	'60M': 'interimBooked',
	'62F': 'closingBooked',
	'62M': 'interimBooked',
	'64': 'closingAvailable',
	'65': 'forwardAvailable',
};

const balanceForm = /^([CD])(\d{6})([A-Z]{3})([\d,]+)$/;

function balances(text: unknown): readonly Balance[] {
	return fieldsIn(text).flatMap((field) => {
		const type = balanceTypes[field.tag];
		return type === undefined ? [] : [toBalance(field, type)];
	});
}

function toBalance(field: Field, type: BalanceType): Balance {
	const place = placeOf(field);
	const match = balanceForm.exec(field.value.trim());
	if (match === null) throw unreadable(place, 'is not a balance');
	const [, mark, day = '', currency = '', amount = ''] = match;
	return present<Balance>({
		type,
		bankType: field.tag,
		amount: toMoney(amount, mark, currency, place),
		referenceDate: readDate(withCentury(day), place),
		raw: field.value,
	});
}

function transactions(text: unknown): readonly TransactionRow[] {
	const fields = fieldsIn(text);
	const currency = currencyIn(fields);
	return fields.flatMap((field, index) => {
		if (field.tag !== '61') return [];
		const next = fields[index + 1];
		return [toTransactionRow(field, next?.tag === '86' ? next.value : undefined, currency)];
	});
}

/** Value date, entry day, mark, funds code, amount, type, customer's and bank's reference, supplement. */
const lineForm =
	/^(\d{6})(\d{4})?(R?[CD]|E[CD])([A-Z])?(\d[\d,]*)([NFS][A-Z0-9]{3})([^\n]*?)(?:\/\/([^\n]*))?(?:\n([\s\S]*))?$/;

function toTransactionRow(
	field: Field,
	information: string | undefined,
	currency: string | undefined,
): TransactionRow {
	const place = placeOf(field);
	const match = lineForm.exec(field.value.trimEnd());
	if (match === null) throw unreadable(place, 'is not a statement line');
	const [, day = '', entryDay, mark, , amount = '', type, customer, bank, supplement] = match;
	if (currency === undefined) throw unreadable(':60F:', 'is missing: it names the currency');
	const valueDate = readDate(withCentury(day), place);
	const bookingDate =
		entryDay === undefined ? valueDate : readDate(entryDate(withCentury(day), entryDay), place);
	const money = toMoney(amount, mark, currency, place);
	const told = readInformation(information ?? supplement ?? '');
	const isEntry = mark?.startsWith('E') !== true;
	return present<TransactionRow>({
		bankId: trustedReference(textOf(bank)),
		status: isEntry ? 'booked' : 'pending',
		amount: money,
		...transactionDates(bookingDate, valueDate, undefined),
		counterparty: told.counterparty,
		text: told.text,
		lines: told.lines,
		endToEndId: providedId(told.endToEndId ?? textOf(customer)?.replace(/^NONREF$/, 'NOTPROVIDED')),
		mandateId: told.mandateId,
		creditorId: told.creditorId,
		bankTransactionCode: type,
		raw: { line: field.value, information },
	});
}

/** `EC`/`ED` are expected entries (MT942); a reversed credit leaves the account. */
function toMoney(amount: string, mark: string | undefined, currency: string, place: string): Money {
	const indicator = mark?.replace(/^E/, '');
	const written = amount.replace(',', '.').replace(/\.$/, '');
	return { amount: readSigned(written, place, indicator, place), currency };
}

function currencyIn(fields: readonly Field[]): string | undefined {
	const balance = fields.find(({ tag }) => /^(?:60|62)[FM]$/.test(tag));
	const floor = fields.find(({ tag }) => tag === '34F');
	const [, ofBalance] = /^[CD]\d{6}([A-Z]{3})/.exec(balance?.value ?? '') ?? [];
	return parseCurrency(ofBalance ?? floor?.value.slice(0, 3));
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

function placeOf({ tag, line }: Field): string {
	return `:${tag}: in line ${line}`;
}

export const mt940 = { accounts, balances, transactions } as const;
