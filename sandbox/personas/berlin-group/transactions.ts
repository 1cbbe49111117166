import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Bank } from '../../bank/bank';
import type { AccountBook } from '../../data/book';
import { wantsBalance } from './accounts';
import { accountOf, consentFor, countRead } from './gate';
import { nextPage, openPage, type Listing } from './paging';
import { readPeriod } from './period';
import { formatError, Refusal } from './refusal';
import { accountReference, balances, bookedRow, pendingRow } from './wire';

export function transactionRoutes(app: FastifyInstance, bank: Bank, base: () => string): void {
	app.get(
		'/v1/accounts/:accountId/transactions',
		{ config: { endpoint: 'transactions' } },
		async (request) => {
			const consent = consentFor(bank, request, 'transactions');
			const book = accountOf(bank, request, consent, 'transactions');
			if (book.plan.status === 'blocked') {
				throw new Refusal(400, 'RESOURCE_BLOCKED', 'the account is blocked', 'account-id');
			}
			const page = openPage(bank, request, consent.id, () => {
				const listing = openListing(bank, request, book);
				countRead(bank, request, consent, 'transactions', book.resourceId);
				return listing;
			});
			const rows = request.fault?.kind === 'empty-page-with-next' ? {} : report(page, book, bank);
			const next = nextPage(bank, request, consent.id, page, base());
			const account = `${base()}/v1/accounts/${book.resourceId}`;
			return {
				account: accountReference(book),
				...(wantsBalance(request) &&
					consent.granted.balances.has(book.resourceId) && {
						balances: balances(book, bank.today()),
					}),
				transactions: {
					...(page.status !== 'pending' && { booked: [] }),
					...(page.status !== 'booked' && { pending: [] }),
					...rows,
					_links: {
						account: { href: account },
						...(next !== undefined && { next: { href: next } }),
					},
				},
			};
		},
	);
}

function openListing(bank: Bank, request: FastifyRequest, book: AccountBook): Listing {
	const query = request.query as Record<string, string | undefined>;
	const { bookingStatus: status } = query;
	if (status === undefined) throw formatError('bookingStatus', 'bookingStatus is missing');
	if (status === 'information' || status === 'all') {
		throw new Refusal(400, 'PARAMETER_NOT_SUPPORTED', `${status} is not served`, 'bookingStatus');
	}
	if (status !== 'booked' && status !== 'pending' && status !== 'both') {
		throw formatError('bookingStatus', 'bookingStatus is booked, pending or both');
	}
	for (const name of ['entryReferenceFrom', 'deltaList']) {
		if (query[name] !== undefined) {
			throw new Refusal(400, 'PARAMETER_NOT_SUPPORTED', 'delta reports are not served', name);
		}
	}
	const today = bank.today();
	const { first, last } = readPeriod(bank, request, today);
	const booked = book.bookedBetween(today, first, last);
	return {
		account: book.resourceId,
		status,
		today,
		from: booked.from,
		to: status === 'pending' ? booked.from : booked.to,
		withPending: status !== 'booked' && last >= today,
	};
}

/** Newest first; the pending rows are on the first page. */
function report(page: Listing & { readonly given: number }, book: AccountBook, bank: Bank) {
	const upper = page.to - page.given;
	const lower = Math.max(page.from, upper - bank.settings.pageSize);
	const booked = [];
	for (let ordinal = upper - 1; ordinal >= lower; ordinal -= 1) {
		booked.push(bookedRow(book.row(ordinal, page.today)));
	}
	const pending = [];
	const range = book.pending(page.today);
	for (let ordinal = range.to - 1; ordinal >= range.from; ordinal -= 1) {
		pending.push(pendingRow(book.row(ordinal, page.today)));
	}
	return {
		...(page.status !== 'pending' && { booked }),
		...(page.status !== 'booked' && {
			pending: page.withPending && page.given === 0 ? pending : [],
		}),
	};
}
