import { DecimalSum } from './decimal-sum';
import { dayOf, isBooked } from './source';
import type { BalanceLike, ExportAccount, ExportSource, TransactionLike } from './source';

/** Where a running balance starts, and which way it runs down the sheet. */
export interface Anchor {
	/** What the bank gave to tie it to; `nothing`: it starts from 0 and is only the sum of the rows. */
	readonly tiedTo: 'balance-beside-row' | 'opening-balance' | 'closing-balance' | 'nothing';
	/** `up`: start + rows (the bank lists the oldest first). `down`: start − rows (the newest first). */
	readonly direction: 'up' | 'down';
	readonly start: string;
}

const bookedNow = ['interimBooked', 'closingBooked'];

/**
 * Ties a running balance to what the bank says of this currency: a balance beside a row, else its booked
 * balance where the rows reach that balance's day. A list that ends earlier ("last month") is never tied
 * to today's balance: it would be wrong by everything since.
 */
export function findAnchor(
	currency: string,
	account: ExportAccount,
	source: ExportSource,
	firstPage: readonly TransactionLike[],
): Anchor {
	const rows = firstPage.filter((row) => row.currency === currency && isBooked(row));
	const down = isNewestFirst(rows);
	const beside = rows.findIndex((row) => row.balanceAfter !== undefined);
	const known = rows[beside]?.balanceAfter;
	if (known !== undefined) {
		const start = DecimalSum.of(known);
		if (down) for (const row of rows.slice(0, beside)) start.add(row.amount);
		else for (const row of rows.slice(0, beside + 1)) start.subtract(row.amount);
		return anchored('balance-beside-row', down, start);
	}
	const opening = openingBalance(currency, account, source, rows);
	if (opening !== undefined && !down) {
		return anchored('opening-balance', down, DecimalSum.of(opening.amount));
	}
	const closing = closingBalance(currency, account, source, rows);
	if (closing !== undefined && canCountBack(down, account, closing, rows)) {
		const start = DecimalSum.of(closing.amount);
		for (const row of rows) {
			const isLater = isAfter(dayOf(row), closing.referenceDate);
			if (down && isLater) start.add(row.amount);
			if (!down && !isLater) start.subtract(row.amount);
		}
		return anchored('closing-balance', down, start);
	}
	return fromZero(down, account, rows);
}

/** Rows later than the balance must all be in sight. */
function canCountBack(
	down: boolean,
	{ isOnePage = false }: ExportAccount,
	{ referenceDate }: BalanceLike,
	rows: readonly TransactionLike[],
): boolean {
	if (isOnePage) return true;
	const oldest = rows.at(-1);
	return down && oldest !== undefined && !isAfter(dayOf(oldest), referenceDate);
}

/** The bank's booked balance, where the listing reaches the day it was true on. */
export function closingBalance(
	currency: string,
	{ balances }: ExportAccount,
	{ madeAt, period }: ExportSource,
	rows: readonly TransactionLike[],
): BalanceLike | undefined {
	const lastDay = latest(rows);
	return bookedBalances(currency, balances).find(({ referenceDate }) => {
		if (period === undefined) {
			return lastDay !== undefined && referenceDate !== undefined && lastDay >= referenceDate;
		}
		return period.to === undefined || period.to >= (referenceDate ?? madeAt.slice(0, 10));
	});
}

/** The bank's booked balances of now: the one the bank's reader picked, then by kind and day. */
export function bookedBalances(
	currency: string,
	balances: readonly BalanceLike[],
): readonly BalanceLike[] {
	return balances
		.filter((balance) => balance.currency === currency && bookedNow.includes(balance.type))
		.sort(
			(left, right) =>
				Number(right.isBooked ?? false) - Number(left.isBooked ?? false) ||
				bookedNow.indexOf(left.type) - bookedNow.indexOf(right.type) ||
				(right.referenceDate ?? '').localeCompare(left.referenceDate ?? '', 'en'),
		);
}

function openingBalance(
	currency: string,
	{ balances }: ExportAccount,
	{ period }: ExportSource,
	rows: readonly TransactionLike[],
): BalanceLike | undefined {
	const firstDay = rows[0] === undefined ? undefined : dayOf(rows[0]);
	return balances.find(
		({ type, referenceDate, ...balance }) =>
			type === 'openingBooked' &&
			balance.currency === currency &&
			referenceDate !== undefined &&
			(referenceDate === period?.from || referenceDate === firstDay),
	);
}

const anchored = (tiedTo: Anchor['tiedTo'], down: boolean, start: DecimalSum): Anchor => ({
	tiedTo,
	direction: down ? 'down' : 'up',
	start: start.toString(),
});

function fromZero(down: boolean, account: ExportAccount, rows: readonly TransactionLike[]): Anchor {
	if (!down || account.isOnePage !== true) return anchored('nothing', false, new DecimalSum());
	const sum = new DecimalSum();
	for (const row of rows) sum.add(row.amount);
	return anchored('nothing', down, sum);
}

function isNewestFirst(rows: readonly TransactionLike[]): boolean {
	const isDated = (row: TransactionLike) => dayOf(row) !== undefined;
	const [first, last] = [rows.find(isDated), rows.findLast(isDated)];
	const [firstDay, lastDay] = [first && dayOf(first), last && dayOf(last)];
	if (firstDay !== undefined && lastDay !== undefined && firstDay !== lastDay) {
		return firstDay > lastDay;
	}
	return !risesByAmount(rows);
}

/** All on one day: the balances beside two rows tell which came later. */
function risesByAmount([first, second]: readonly TransactionLike[]): boolean {
	if (first?.balanceAfter === undefined || second?.balanceAfter === undefined) return false;
	const difference = DecimalSum.of(first.balanceAfter, second.amount).subtract(second.balanceAfter);
	return difference.isZero;
}

const isAfter = (day: string | undefined, limit: string | undefined): boolean =>
	day !== undefined && limit !== undefined && day > limit;

function latest(rows: readonly TransactionLike[]): string | undefined {
	let last: string | undefined;
	for (const row of rows) {
		const day = dayOf(row);
		if (day !== undefined && (last === undefined || day > last)) last = day;
	}
	return last;
}
