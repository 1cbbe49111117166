import type { Bank } from '../../bank/bank';
import { sha256Base64Url } from '../../bank/secrets';
import { decimal } from '../../data/amount';
import { AccountBook } from '../../data/book';
import { bic } from '../../data/people';
import { booksOf, countRead } from '../../kit/listing';
import { Refused } from '../../kit/refused';
import type { Served } from '../../kit/served';
import { accountsScope, isLive } from './login';
import { threeDecimals, type Version } from './rows';

export interface Account {
	readonly version: Version;
	readonly book: AccountBook;
	readonly id: string;
	/** As links have it: below the address of the version, not of the host. */
	readonly path: string;
	readonly closed: boolean;
}

/** Ids of accounts differ between the versions too. */
export const accountId = (version: Version, { resourceId }: AccountBook): string =>
	version === 'v8' ? resourceId : sha256Base64Url(`${version}/${resourceId}`).slice(0, 24);

export function accountsOf({ grant }: Served, bank: Bank, version: Version): Account[] {
	if (!isLive(bank, grant.consentId)) {
		throw new Refused('consent-over', { text: 'the login has ended' });
	}
	if (!grant.scope.split(' ').includes(accountsScope)) {
		throw new Refused('not-consented', { text: `the scope is not ${accountsScope}` });
	}
	const books = booksOf(bank, grant.personId, grant.accounts ?? []);
	return [...books, ...closedBooks(bank, grant.personId)].map((book) => {
		const id = accountId(version, book);
		const closed = book.plan.status === 'deleted';
		return { version, book, id, path: `/accounts/${id}`, closed };
	});
}

export function accountOf(
	served: Served,
	bank: Bank,
	version: Version,
	counting?: 'counted later',
): Account {
	const { accountId: asked } = served.params;
	const account = accountsOf(served, bank, version).find(({ id }) => id === asked);
	if (account === undefined) {
		throw new Refused('unknown-id', { field: 'accountId', text: 'no such account' });
	}
	if (counting === undefined) count(served, bank, account);
	return account;
}

export const count = (served: Served, bank: Bank, { book }: Account): void =>
	countRead(served, bank, `${served.grant.consentId ?? ''}/${book.resourceId}`);

/** Tom has closed one: the shared library has no account without a currency. */
function closedBooks(bank: Bank, personId: string | undefined): AccountBook[] {
	const owner = bank.person('tom');
	if (owner === undefined || personId !== owner.id) return [];
	const plan = {
		key: 'tom-avslutat',
		name: 'Avslutat konto',
		product: 'Sandkonto Vardag',
		type: 'CACC',
		status: 'deleted',
		currencies: ['SEK'],
		bban: '99990000004003',
		share: 0,
		opening: 0,
	} as const;
	return [new AccountBook(owner, plan, bank.settings.seed, 0)];
}

const currencyOf = ({ version, book, closed }: Account): { currency?: string } => {
	if (closed) return version === 'v7' ? { currency: 'xxx' } : {};
	const { currencies } = book.plan;
	return { currency: currencies.length > 1 ? 'XXX' : currencies[0] };
};

export const reference = (account: Account) => ({
	...(account.book.plan.iban !== undefined
		? { iban: account.book.plan.iban }
		: { bban: account.book.plan.bban }),
	...currencyOf(account),
});

export function listed(account: Account, { query }: Served, bank: Bank) {
	const { version, book, id, path } = account;
	const { plan, owner } = book;
	return {
		resourceId: id,
		...reference(account),
		name: plan.name,
		product: plan.product,
		cashAccountType: plan.type,
		status: plan.status ?? 'enabled',
		ownerName: owner.name,
		...(version === 'v8' ? { bic } : { bicAddress: bic, accountOwners: [owner.name] }),
		...(query['withBalance'] === 'true' && { balances: balances(account, bank.today()) }),
		_links: {
			balances: { href: `${path}/balances` },
			transactions: { href: `${path}/transactions?bookingStatus=booked` },
		},
	};
}

export function detailed({ version }: Account, { query }: Served) {
	if (version === 'v7') return { creditLine: '0.00' };
	return {
		additionalOwnerNames: [],
		aliases: [],
		...(query['withBalance'] === 'true' && { creditLine: '0.000' }),
	};
}

export function balances({ version, book, closed }: Account, today: number) {
	if (closed) return [];
	const amountOf = version === 'v8' ? threeDecimals : decimal;
	return book.plan.currencies.flatMap((currency) => {
		const booked = book.bookedBalance(today, currency);
		const of = (balanceType: string, minor: number) => ({
			balanceType,
			balanceAmount: { amount: amountOf(minor, currency), currency },
		});
		return [
			of('interimBooked', booked),
			of('interimAvailable', booked + held(book, today, currency)),
		];
	});
}

/** What pending payments will take. */
function held(book: AccountBook, today: number, currency: string): number {
	let sum = 0;
	const { from, to } = book.pending(today);
	for (let ordinal = from; ordinal < to; ordinal += 1) {
		if (book.currency(ordinal) === currency) sum += Math.min(0, book.minor(ordinal));
	}
	return sum;
}
