import { isIP } from 'node:net';
import { bearer, date, oneOf, uuid } from '../../kit/demands';
import { countRead, nextLink } from '../../kit/listing';
import type { BankCall, Demand } from '../../kit/persona';
import { Refused } from '../../kit/refused';
import { json } from '../../kit/served';
import { accountOf, accountsOf, balances, detailed, listed, reference } from './account';
import { row } from './facts';
import { pageFor, rowsOf } from './pages';
import { hasDetails, ordinalOf, payment, type Version } from './rows';

const headers: readonly Demand[] = [
	bearer(row('Headers')),
	uuid('X-Request-ID', row('Headers')),
	{
		in: 'header',
		name: 'PSU-IP-Address',
		optional: true,
		reason: 'bad-header',
		test: (value) => isIP(value) !== 0,
		text: 'PSU-IP-Address is an IP address',
		fact: row('Headers'),
	},
];

const withBalance = oneOf('query', 'withBalance', ['true', 'false'], row('Endpoints'), {
	optional: true,
});

/** Account information of one version. The newest has the plain names, so that faults and log fit every bank. */
function callsOf(version: Version): readonly BankCall[] {
	const base = `/ais/${version}/identified2`;
	const suffix = version === 'v8' ? '' : `.${version}`;
	const accountPath = `${base}/accounts/:accountId`;
	const keyName = version === 'v8' ? 'paginationKey' : 'transactionSequenceNumber';
	const get = (
		name: string,
		path: string,
		demands: readonly Demand[],
		answer: BankCall['answer'],
	): BankCall => ({
		name: `${name}${suffix}`,
		method: 'GET',
		path,
		demands: [...headers, ...demands],
		answer,
	});
	return [
		get('accounts', `${base}/accounts`, [withBalance], (served, bank) => {
			const accounts = accountsOf(served, bank, version);
			countRead(served, bank, served.grant.consentId ?? '');
			return json({ accounts: accounts.map((account) => listed(account, served, bank)) });
		}),
		get('account', accountPath, [withBalance], (served, bank) => {
			const account = accountOf(served, bank, version);
			return json({ ...listed(account, served, bank), ...detailed(account, served) });
		}),
		get('balances', `${accountPath}/balances`, [], (served, bank) => {
			const account = accountOf(served, bank, version);
			return json({ account: reference(account), balances: balances(account, bank.today()) });
		}),
		get(
			'transactions',
			`${accountPath}/transactions`,
			[
				oneOf('query', 'bookingStatus', ['booked', 'pending', 'both'], row('Endpoints')),
				date('dateFrom', 'banks §1.4 dateFrom', { optional: true }),
				date('dateTo', 'banks §1.4 dateFrom', { optional: true }),
				...(version === 'v7' ? [sequenceNumber] : []),
			],
			(served, bank) => {
				const account = accountOf(served, bank, version, 'counted later');
				const page = pageFor(served, bank, account, keyName);
				const link = nextLink(served, page, keyName, `${account.path}/transactions`);
				return json({
					account: reference(account),
					transactions: {
						...rowsOf(account, page, served.query['bookingStatus']),
						_links: {
							account: { href: account.path },
							...(link !== undefined && {
								next: { href: link.replace(`${served.path}${base}`, '') },
							}),
						},
					},
				});
			},
		),
		get('transaction', `${accountPath}/transactions/:transactionId`, [], (served, bank) => {
			const { book } = accountOf(served, bank, version);
			const ordinal = ordinalOf(version, book, served.params['transactionId'] ?? '');
			const { from, to } = book.booked(bank.today());
			const found =
				ordinal === undefined || ordinal < from || ordinal >= to
					? undefined
					: book.row(ordinal, bank.today());
			if (found !== undefined && hasDetails(found)) return json(payment(version, book, found));
			throw new Refused('unknown-id', { field: 'transactionId', text: 'no such transaction' });
		}),
	];
}

const sequenceNumber: Demand = {
	in: 'query',
	name: 'transactionSequenceNumber',
	optional: true,
	reason: 'bad-parameter',
	test: /^\d{1,9}$/,
	text: 'transactionSequenceNumber is a number that the bank gave out',
	fact: row('Paging'),
};

export const accountCalls: readonly BankCall[] = [...callsOf('v8'), ...callsOf('v7')];
