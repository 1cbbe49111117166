import { berlinGroup, berlinGroupWith } from '../../../lib/standards/berlin-group';

const parameters = { account: { resourceId: 'a' }, bookingStatus: 'booked' } as const;

const pathsOf = ({
	accounts,
	account,
	balances,
	transactions,
}: Pick<typeof berlinGroup, 'accounts' | 'account' | 'balances' | 'transactions'>) => [
	accounts.ask({}).path,
	account.ask(parameters).path,
	balances.ask(parameters).path,
	transactions.ask(parameters).path,
];

it.each([
	['the standard', berlinGroup, '/v1'],
	['a bank with another version', berlinGroupWith({ root: '/v5' }), '/v5'],
	['a bank whose base names the version', berlinGroupWith({ root: '' }), ''],
])('asks below the root of %s', (_whose, interface_, root) => {
	const one = `${root}/accounts/a`;
	expect(pathsOf(interface_)).toEqual([
		`${root}/accounts`,
		one,
		`${one}/balances`,
		`${one}/transactions`,
	]);
	expect(interface_.probe.path).toBe(`${root}/accounts`);
});

it('takes the next page from below the root too', () => {
	const { accounts } = berlinGroupWith({ root: '/v5' });
	const body = { accounts: [], _links: { next: '?page=2' } };
	expect(accounts.read({ status: 200, headers: {}, body }, {}).next?.path).toBe(
		'/v5/accounts?page=2',
	);
});
