import type { Bank } from '../../bank/bank';
import type { Consent } from '../../bank/consents';
import type { AccountBook } from '../../data/book';
import { date } from '../../kit/demands';
import { countRead, daysAsked, listingOf, nextLink, pageOf } from '../../kit/listing';
import type { BankCall, Demand } from '../../kit/persona';
import { Refused } from '../../kit/refused';
import { json, type Served } from '../../kit/served';
import { accountOf, consentOf, dailyReads, linkBase, reading, withBalance } from './demands';
import { accountReference, balances, bookedRow, pendingRow } from './wire';

const fact = 'banks §1.1 GET /v1/accounts/{account-id}/transactions';
const keyName = 'pageKey';

const statuses = ['booked', 'pending', 'both'] as const;
type Status = (typeof statuses)[number];

const notServed = (name: string): Demand => ({
	in: 'query',
	name,
	optional: true,
	test: () => false,
	reason: 'unsupported',
	text: 'delta reports are not served',
	fact,
});

export const transactionCall: BankCall = {
	name: 'transactions',
	method: 'GET',
	path: '/v1/accounts/:accountId/transactions',
	demands: [
		...reading('transactions'),
		{
			in: 'query',
			name: 'bookingStatus',
			reason: 'missing-parameter',
			spoilt: 'bad-parameter',
			text: 'bookingStatus is booked, pending or both',
			test: (value) =>
				value === 'information' || value === 'all'
					? 'unsupported'
					: statuses.some((status) => status === value),
			fact,
		},
		date('dateFrom', fact),
		date('dateTo', fact, { optional: true }),
		notServed('entryReferenceFrom'),
		notServed('deltaList'),
		withBalance,
	],
	answer: (served, bank) => {
		const consent = consentOf(served, bank);
		const book = accountOf(served, bank, consent, 'transactions');
		if (book.plan.status === 'blocked') {
			throw new Refused('blocked', { field: 'account-id', text: 'the account is blocked' });
		}
		return report(served, bank, consent, book);
	},
};

/** Newest first; the pending rows are on the first page. */
function report(served: Served, bank: Bank, consent: Consent, book: AccountBook) {
	const status = served.query['bookingStatus'] as Status;
	const page = pageOf(served, bank, {
		book,
		keyName,
		owner: consent.id,
		begin: () => {
			const days = daysAsked(served, bank, { from: 'dateFrom', to: 'dateTo' });
			countRead(served, bank, `${consent.id}/${book.resourceId}`, dailyReads(bank, consent));
			return listingOf(bank, book, days, status);
		},
	});
	const account = `${linkBase(served, bank)}/v1/accounts/${book.resourceId}`;
	const next = nextLink(served, page, keyName, `${account}/transactions`);
	return json({
		account: accountReference(book),
		...(served.query['withBalance'] === 'true' &&
			consent.granted.balances.has(book.resourceId) && {
				balances: balances(book, bank.today()),
			}),
		transactions: {
			...(status !== 'pending' && { booked: page.booked.map(bookedRow) }),
			...(status !== 'booked' && { pending: page.pending.map(pendingRow) }),
			_links: {
				account: { href: account },
				...(next !== undefined && { next: { href: next } }),
			},
		},
	});
}
