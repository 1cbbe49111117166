import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Bank } from '../../bank/bank';
import type { Consent } from '../../bank/consents';
import type { AccountBook } from '../../data/book';
import { accountOf, consentFor, countRead } from './gate';
import { formatError } from './refusal';
import { accountDetails, accountReference, balances } from './wire';

export function accountRoutes(app: FastifyInstance, bank: Bank, base: () => string): void {
	const describe = (book: AccountBook, consent: Consent, withBalance: boolean) => {
		const mayReadBalances = consent.granted.balances.has(book.resourceId);
		return {
			...accountDetails(book, base(), {
				balances: mayReadBalances,
				transactions: consent.granted.transactions.has(book.resourceId),
			}),
			...(withBalance && mayReadBalances && { balances: balances(book, bank.today()) }),
		};
	};

	app.get('/v1/accounts', { config: { endpoint: 'accounts' } }, async (request) => {
		const consent = consentFor(bank, request, 'accounts');
		const withBalance = wantsBalance(request);
		countRead(bank, request, consent, 'accounts');
		const granted = bank.library
			.of(consent.personId ?? '')
			.filter(({ resourceId }) => consent.granted.accounts.has(resourceId));
		return { accounts: granted.map((book) => describe(book, consent, withBalance)) };
	});

	app.get('/v1/accounts/:accountId', { config: { endpoint: 'account' } }, async (request) => {
		const consent = consentFor(bank, request, 'accounts');
		const book = accountOf(bank, request, consent, 'accounts');
		const withBalance = wantsBalance(request);
		countRead(bank, request, consent, 'account', book.resourceId);
		return { account: describe(book, consent, withBalance) };
	});

	app.get(
		'/v1/accounts/:accountId/balances',
		{ config: { endpoint: 'balances' } },
		async (request) => {
			const consent = consentFor(bank, request, 'balances');
			const book = accountOf(bank, request, consent, 'balances');
			countRead(bank, request, consent, 'balances', book.resourceId);
			return { account: accountReference(book), balances: balances(book, bank.today()) };
		},
	);
}

export function wantsBalance(request: FastifyRequest): boolean {
	const { withBalance = 'false' } = request.query as { withBalance?: string };
	if (withBalance !== 'true' && withBalance !== 'false') {
		throw formatError('withBalance', 'withBalance is true or false');
	}
	return withBalance === 'true';
}
