import { z } from 'zod/v4';
import type { Bank } from '../../bank/bank';
import { dateOf, dayNumber } from '../../data/calendar';
import type { TextDemand } from '../../kit/persona';
import { date, oneOf } from '../../kit/demands';
import { listingOf, pageOf, type Days } from '../../kit/listing';
import { json, type Reply, type Served } from '../../kit/served';
import { has, type Aspsp } from './aspsps';
import { countRead } from './presence';
import { refusal, thrown, wrongParameter } from './refusal';
import { transactions as wired } from './rows';
import { accountOf, type Opened } from './sessions';

const statuses = ['BOOK', 'CNCL', 'HOLD', 'OTHR', 'PDNG', 'RJCT', 'SCHD'];
const fact = 'banks §6.1 Transactions';
const optional = { optional: true };

export const transactionsDemands: readonly TextDemand[] = [
	date('date_from', fact, optional),
	date('date_to', fact, optional),
	oneOf('query', 'transaction_status', statuses, fact, optional),
	oneOf('query', 'strategy', ['default', 'longest'], fact, optional),
];

/** `GET /accounts/{uid}/transactions`. */
export function transactions(served: Served, bank: Bank): Reply {
	const opened = accountOf(served, bank, 'transactions');
	const { book, asked } = opened;
	const { aspsp } = asked;
	const { transaction_status: status } = served.query;
	if (status === 'PDNG' && has(aspsp, 'no-pending-filter')) throw refusal('server-error');
	const begin = () => {
		const days = daysAsked(served, bank, opened);
		countRead(served, bank, opened);
		return listingOf(bank, book, days, kinds[status ?? ''] ?? 'both');
	};
	const key = openedKey(served, bank);
	if (key === undefined && has(aspsp, 'empty-first-page')) {
		begin();
		return json({ transactions: [], continuation_key: sealed(served, bank, null) });
	}
	const page = pageOf(served, bank, {
		book,
		keyName: 'continuation_key',
		key: key ?? undefined,
		owner: opened.session.id,
		begin,
	});
	const shown = { book, aspsp, today: page.today };
	const rows = [
		...page.pending.flatMap((row) => wired(row, shown, 'PDNG')),
		...page.booked.flatMap((row) => wired(row, shown, 'BOOK')),
	];
	return json({
		transactions: status === undefined || status in kinds ? rows : [],
		continuation_key: page.next === undefined ? null : sealed(served, bank, page.next),
	});
}

const kinds: Readonly<Record<string, 'booked' | 'pending'>> = { BOOK: 'booked', PDNG: 'pending' };

const bound = ['date_from', 'date_to', 'transaction_status', 'strategy'] as const;

const keySchema = z.object({
	/** The parameters of the page before, with which the key is good. */
	asked: z.array(z.string().nullable()),
	/** null: the first rows are still to come. */
	key: z.string().nullable(),
});

const parametersOf = ({ query }: Served) => bound.map((name) => query[name] ?? null);

const sealed = (served: Served, bank: Bank, key: string | null): string =>
	bank.seal.close({ asked: parametersOf(served), key });

/** The kit's key, null before the first rows, `undefined` where a listing begins. */
function openedKey(served: Served, bank: Bank): string | null | undefined {
	const { continuation_key: text } = served.query;
	if (text === undefined) return undefined;
	const found = keySchema.safeParse(bank.seal.open(text));
	if (!found.success) throw refusal('page-key');
	const now = parametersOf(served);
	const bent = bound.find((_, index) => now[index] !== found.data.asked[index]);
	if (bent === undefined) return found.data.key;
	throw wrongParameter(
		`${bent} in request is not the same as in continuation_key. ` +
			'Continuation key is only valid for the same getAccountTransactions parameters',
	);
}

/**
 * The days asked for, both ends inclusive. Everything within the fresh hour, later what `unattendedDays` allows
 * (`enable-banking §4.1 Fresh window`, `Bounds`). Without a first day: as far back as the strategy says.
 */
function daysAsked({ query }: Served, bank: Bank, { session, asked }: Opened): Days {
	const today = bank.today();
	const { freshMinutes, unattendedDays, historyDays } = bank.settings;
	const usual = today - unattendedDays;
	const fresh = bank.now() - (session.approvedAt ?? 0) < (freshMinutes ?? 0) * 60_000;
	const oldest = fresh ? (historyDays === null ? 0 : today - historyDays) : usual;
	const { date_from: from, date_to: to, strategy } = query;
	if (from === undefined && to !== undefined) {
		throw refusal('period', {
			code: 'DATE_TO_WITHOUT_DATE_FROM',
			says: 'date_from must be provided if date_to provided',
		});
	}
	const first =
		from === undefined ? (strategy === 'longest' ? oldest : usual) : (dayNumber(from) ?? 0);
	const last = to === undefined ? today : (dayNumber(to) ?? 0);
	if (first > today) {
		const says = 'date_from can not be in the future';
		throw refusal('period', { code: 'DATE_FROM_IN_FUTURE', says });
	}
	if (first > last) throw refusal('period');
	if (from !== undefined && last - first >= 365 && has(asked.aspsp, 'period-ends-session')) {
		bank.consents.move(session, 'expired');
		throw refusal('consent-expired');
	}
	if (first < oldest) throw tooFarBack(asked.aspsp, dateOf(first), dateOf(last), dateOf(oldest));
	return { first, last };
}

/** The four ways in which it is said (`enable-banking §4.1 Error A` … `D`). */
function tooFarBack(aspsp: Aspsp, from: string, to: string, allowed: string) {
	if (has(aspsp, 'period-problem')) {
		return refusal('too-far-back', {
			leaked: {
				title: 'Range is out of the last 90-day period',
				code: 'PERIOD_INVALID',
				detail: `dateFrom=${from}, dateTo=${to}`,
			},
		});
	}
	if (has(aspsp, 'period-unsaid')) return refusal('server-error');
	if (has(aspsp, 'period-in-words')) {
		const { detail } = thrown('Requested period is out of bound', 'PeriodOutOfBoundException');
		return refusal('too-far-back', { detail });
	}
	const message = `date_from can not be before ${allowed}`;
	return refusal('too-far-back', { detail: { message, date_from: allowed } });
}
