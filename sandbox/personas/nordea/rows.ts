import type { Bank } from '../../bank/bank';
import { decimal } from '../../data/amount';
import type { AccountBook, Row } from '../../data/book';
import { dateOf } from '../../data/calendar';
import { bic } from '../../data/people';
import type { Story } from '../../data/stories';
import { numbersOf, type Scope } from './grant';

/** The bank's amounts are JSON numbers. */
const amount = (minor: number, currency: string): number => Number(decimal(minor, currency));

/** Each scope opens its own fields (NordeaOB/swaggers `ais-v4.json`). */
export function accountOf(bank: Bank, book: AccountBook, scope: readonly Scope[]) {
	const { plan, resourceId } = book;
	const [currency] = plan.currencies;
	const country = plan.iban?.slice(0, 2) ?? 'SE';
	const booked = book.bookedBalance(bank.today(), currency);
	return {
		_id: resourceId,
		account_numbers: numbersOf(book).map(({ _type, value }) => ({ _type, value })),
		currency,
		...(scope.includes('ACCOUNTS_DETAILS') && {
			account_name: plan.name,
			product: plan.product,
			country,
			status: plan.status === undefined ? 'OPEN' : 'CLOSED',
			bank: { name: bank.name, bic, country },
		}),
		...(scope.includes('ACCOUNTS_BALANCES') && {
			available_balance: amount(booked + held(bank, book), currency),
			booked_balance: amount(booked, currency),
			value_dated_balance: amount(booked, currency),
		}),
	};
}

/** What waits to be taken from the account. */
function held(bank: Bank, book: AccountBook): number {
	const { from, to } = book.pending(bank.today());
	let sum = 0;
	for (let ordinal = from; ordinal < to; ordinal += 1) sum += Math.min(0, book.minor(ordinal));
	return sum;
}

/** What is in the books. */
export function rowOf(book: AccountBook, row: Row) {
	const { story, currency, bookingDay, valueDay, balanceAfter } = row;
	const date = dateOf(bookingDay);
	return {
		...(story.references === 'own' && { transaction_id: row.transactionId }),
		...payment(book, row),
		booking_date: date,
		value_date: dateOf(valueDay),
		payment_date: date,
		...(balanceAfter !== undefined && {
			balance_after_transaction: amount(balanceAfter, currency),
		}),
	};
}

/** What is not in the books yet is in no row of the facts; NordeaOB/swaggers `ais-v4.json` calls it so. */
export const reservedRow = (book: AccountBook, row: Row) => ({
	...payment(book, row),
	transaction_date: dateOf(row.bookingDay),
	status: 'reserved',
});

/** Signed from the account's view; `_type` says it again. The spelling of both is recalled, unverified. */
function payment({ plan }: AccountBook, { story, minor, currency }: Row) {
	return {
		_type: minor < 0 ? 'DebitTransaction' : 'CreditTransaction',
		amount: amount(minor, currency),
		currency,
		type_description: typeOf(story),
		...texts(story, plan.iban?.startsWith('NO') ?? false),
		...(story.counterparty?.name !== undefined && { counterparty_name: story.counterparty.name }),
	};
}

/** A structured reference is a KID in Norway; elsewhere it stands in the message. */
function texts({ text, lines, structured }: Story, norwegian: boolean) {
	const message = lines?.join(' ') ?? (norwegian ? undefined : structured?.reference);
	return {
		...(text !== undefined && { narrative: text }),
		...(message !== undefined && { message }),
		...(norwegian && structured !== undefined && { kid_number: structured.reference }),
	};
}

const types: Readonly<Record<string, string>> = {
	CCRD: 'Card purchase',
	RCDT: 'Deposit',
	ICDT: 'Transfer',
	IRCT: 'Transfer',
	RDDT: 'Direct debit',
	MDOP: 'Fee',
	MCOP: 'Interest',
};

const typeOf = ({ code }: Story): string => types[code.split('-')[1] ?? ''] ?? 'Other';
