import type { Bank } from '../../bank/bank';
import type { Consent } from '../../bank/consents';
import type { AccountBook } from '../../data/book';
import { dateOf, dayNumber } from '../../data/calendar';
import { bearer, date } from '../../kit/demands';
import {
	bookOf,
	booksOf,
	countRead,
	daysAsked,
	listingOf,
	pageOf,
	type Days,
} from '../../kit/listing';
import type { BankCall } from '../../kit/persona';
import { Refused } from '../../kit/refused';
import { json, type Reply, type Served } from '../../kit/served';
import { facts } from './facts';
import { everyCall } from './gate';
import { grantedBy } from './grant';
import { groupHeader } from './refusal';
import { accountOf, reservedRow, rowOf } from './rows';

const demands = [...everyCall, bearer(facts.accounts)];

const answerWith = (bank: Bank, response: unknown): Reply =>
	json({ group_header: groupHeader(200, bank.now()), response });

function consentOf({ grant }: Served, bank: Bank): Consent {
	const consent = bank.consents.find(grant.consentId ?? '');
	if (consent?.status === 'valid' && (grant.endsAt ?? Infinity) > bank.now()) return consent;
	const expired = consent?.status === 'valid' || consent?.status === 'expired';
	throw new Refused(expired ? 'consent-expired' : 'consent-over', {
		field: 'Authorization',
		text: expired ? 'the access has run out' : 'the customer has withdrawn the access',
	});
}

/** An account of this bank has one currency: accounts of several have no shape here. */
const hasShape = ({ plan }: AccountBook): boolean => plan.currencies.length === 1;

function bookAsked(served: Served, bank: Bank, { personId, granted }: Consent): AccountBook {
	const book = bookOf(bank, personId, granted.accounts, served.params['accountId']);
	if (hasShape(book)) return book;
	throw new Refused('unknown-id', { field: 'accountId', text: 'no such account' });
}

export const accountCalls: readonly BankCall[] = [
	{
		name: 'accounts',
		method: 'GET',
		path: '/personal/v5/accounts',
		demands,
		answer: (served, bank) => {
			const consent = consentOf(served, bank);
			countRead(served, bank, consent.id);
			const books = booksOf(bank, consent.personId, consent.granted.accounts).filter(hasShape);
			return answerWith(bank, {
				accounts: books.map((book) => accountOf(bank, book, grantedBy(consent).scope)),
			});
		},
	},
	{
		name: 'account',
		method: 'GET',
		path: '/personal/v5/accounts/:accountId',
		demands,
		answer: (served, bank) => {
			const consent = consentOf(served, bank);
			const book = bookAsked(served, bank, consent);
			countRead(served, bank, `${consent.id}/${book.resourceId}`);
			return answerWith(bank, accountOf(bank, book, grantedBy(consent).scope));
		},
	},
	{
		name: 'transactions',
		method: 'GET',
		path: '/personal/v5/accounts/:accountId/transactions',
		demands: [
			...demands,
			date('from_date', facts.paging, { optional: true }),
			date('to_date', facts.paging, { optional: true }),
		],
		answer: (served, bank) => {
			const consent = consentOf(served, bank);
			const book = bookAsked(served, bank, consent);
			if (!consent.granted.transactions.has(book.resourceId)) {
				throw new Refused('not-consented', { text: 'the scope has no ACCOUNTS_TRANSACTIONS' });
			}
			if (book.plan.status === 'blocked') {
				throw new Refused('blocked', { field: 'accountId', text: 'the account is blocked' });
			}
			const page = pageOf(served, bank, {
				book,
				keyName: 'continuation_key',
				owner: consent.id,
				begin: () => {
					const days = period(served, bank, grantedBy(consent).months);
					countRead(served, bank, `${consent.id}/${book.resourceId}`);
					return listingOf(bank, book, days);
				},
			});
			return answerWith(bank, {
				transactions: [
					...page.pending.map((row) => reservedRow(book, row)),
					...page.booked.map((row) => rowOf(book, row)),
				],
				...(page.next !== undefined && { _continuation_key: page.next }),
			});
		},
	},
];

/** No further back than the customer was asked for, 90 days where the login is not fresh any more. */
function period(served: Served, bank: Bank, months: number): Days {
	const { since } = served.grant;
	const days = daysAsked(served, bank, { from: 'from_date', to: 'to_date', since });
	const oldest = monthsBefore(bank.today(), months);
	if (days.first >= oldest) return days;
	if (served.query['from_date'] === undefined) return { ...days, first: oldest };
	throw new Refused('too-far-back', {
		field: 'from_date',
		text: `the customer has opened nothing before ${dateOf(oldest)}`,
	});
}

/** The same day of an earlier month, or its last one. */
function monthsBefore(day: number, months: number): number {
	const [year = 0, month = 0, dayOfMonth = 0] = dateOf(day).split('-').map(Number);
	const first = new Date(Date.UTC(year, month - 1 - months, 1)).toISOString().slice(0, 7);
	const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate();
	return dayNumber(`${first}-${String(Math.min(dayOfMonth, last)).padStart(2, '0')}`) ?? day;
}
