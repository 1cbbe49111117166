import type { Bank } from '../../bank/bank';
import type { Consent } from '../../bank/consents';
import type { AccountBook } from '../../data/book';
import { booksOf, countRead } from '../../kit/listing';
import type { BankCall } from '../../kit/persona';
import { json, type Served } from '../../kit/served';
import { accountOf, consentOf, dailyReads, linkBase, reading, withBalance } from './demands';
import { accountDetails, accountReference, balances } from './wire';

function describe(served: Served, bank: Bank, consent: Consent, book: AccountBook) {
	const mayReadBalances = consent.granted.balances.has(book.resourceId);
	return {
		...accountDetails(book, linkBase(served, bank), {
			balances: mayReadBalances,
			transactions: consent.granted.transactions.has(book.resourceId),
		}),
		...(served.query['withBalance'] === 'true' &&
			mayReadBalances && { balances: balances(book, bank.today()) }),
	};
}

export const accountCalls: readonly BankCall[] = [
	{
		name: 'accounts',
		method: 'GET',
		path: '/v1/accounts',
		demands: [...reading('accounts'), withBalance],
		answer: (served, bank) => {
			const consent = consentOf(served, bank);
			countRead(served, bank, consent.id, dailyReads(bank, consent));
			const granted = booksOf(bank, consent.personId, consent.granted.accounts);
			return json({ accounts: granted.map((book) => describe(served, bank, consent, book)) });
		},
	},
	{
		name: 'account',
		method: 'GET',
		path: '/v1/accounts/:accountId',
		demands: [...reading('accounts'), withBalance],
		answer: (served, bank) => {
			const consent = consentOf(served, bank);
			const book = accountOf(served, bank, consent, 'accounts');
			countRead(served, bank, `${consent.id}/${book.resourceId}`, dailyReads(bank, consent));
			return json({ account: describe(served, bank, consent, book) });
		},
	},
	{
		name: 'balances',
		method: 'GET',
		path: '/v1/accounts/:accountId/balances',
		demands: reading('balances'),
		answer: (served, bank) => {
			const consent = consentOf(served, bank);
			const book = accountOf(served, bank, consent, 'balances');
			countRead(served, bank, `${consent.id}/${book.resourceId}`, dailyReads(bank, consent));
			return json({
				account: accountReference(book),
				balances: balances(book, bank.today()),
			});
		},
	},
];
