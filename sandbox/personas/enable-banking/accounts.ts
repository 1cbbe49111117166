import type { Bank } from '../../bank/bank';
import { decimal } from '../../data/amount';
import type { AccountBook } from '../../data/book';
import { dateOf, startOfDay } from '../../data/calendar';
import { json, type Reply, type Served } from '../../kit/served';
import { accountResource } from './account-resource';
import { has } from './aspsps';
import { countRead } from './presence';
import { refusal } from './refusal';
import { accountOf } from './sessions';

/** `GET /accounts/{uid}/details`. */
export function details(served: Served, bank: Bank): Reply {
	const opened = accountOf(served, bank, 'accounts');
	countRead(served, bank, opened);
	return json(accountResource(opened.book, opened.asked, served.params['accountId'] ?? null));
}

/** `GET /accounts/{uid}/balances`: signed, unlike the amounts of rows. */
export function balances(served: Served, bank: Bank): Reply {
	const opened = accountOf(served, bank, 'balances');
	countRead(served, bank, opened);
	if (has(opened.asked.aspsp, 'no-balances')) throw refusal('server-error');
	const today = bank.today();
	const { book } = opened;
	return json({
		balances: book.plan.currencies.flatMap((currency) =>
			book.plan.type === 'CARD'
				? [balance('Card balance', 'OTHR', book.bookedBalance(today, currency), currency, today)]
				: [
						balance('Booked', 'CLBD', book.bookedBalance(today, currency), currency, today),
						balance('Available', 'ITAV', available(book, today, currency), currency, today),
					],
		),
	});
}

function balance(name: string, type: string, minor: number, currency: string, today: number) {
	return {
		name,
		balance_amount: { currency, amount: decimal(minor, currency) },
		balance_type: type,
		last_change_date_time: new Date(startOfDay(today)).toISOString(),
		reference_date: dateOf(today),
		last_committed_transaction: null,
	};
}

/** What waits to leave is held already. */
function available(book: AccountBook, today: number, currency: string): number {
	let left = book.bookedBalance(today, currency);
	const { from, to } = book.pending(today);
	for (let ordinal = from; ordinal < to; ordinal += 1) {
		if (book.currency(ordinal) === currency) left += Math.min(0, book.minor(ordinal));
	}
	return left;
}
