import type { INodeParameterResourceLocator } from 'n8n-workflow';
import { BankError } from '../../lib/errors';
import type { Account } from '../../lib/models/account';
import { maskIban, parseIban } from '../../lib/models/iban';
import type { OperationCall } from './operation';

/** The account that the Account field names. Throws `invalid-input` or `not-found`, naming the field. */
export async function chosenAccount(call: OperationCall): Promise<Account> {
	const { mode, value } = call.parameter<INodeParameterResourceLocator>('account', {
		__rl: true,
		mode: 'list',
		value: '',
	});
	const wanted = String(value ?? '').trim();
	if (wanted === '') {
		throw new BankError('invalid-input', 'Account is empty: choose an account', {
			field: 'Account',
		});
	}
	if (mode === 'iban') return await accountByIban(call, wanted);
	const account = (await call.client.directory()).find(
		({ id, resourceId }) => id === wanted || resourceId === wanted,
	);
	if (account) return account;
	throw notFound('The account that Account names is not one of this connection');
}

async function accountByIban(call: OperationCall, wanted: string): Promise<Account> {
	const iban = parseIban(wanted);
	if (iban === undefined) {
		throw new BankError(
			'invalid-input',
			'Account is not a valid IBAN: a digit may be missing or exchanged',
			{
				field: 'Account',
			},
		);
	}
	const matches = (await call.client.directory()).filter((account) => account.iban === iban);
	const [account, ...more] = matches;
	if (!account) throw notFound(`No account of this connection has the IBAN ${maskIban(iban)}`);
	if (more.length === 0) return account;
	const currencies = matches.map(({ currency }) => currency ?? '?').join(', ');
	throw new BankError(
		'invalid-input',
		`Several accounts share the IBAN ${maskIban(iban)} (${currencies}): choose one from the list`,
		{ field: 'Account' },
	);
}

const notFound = (message: string) => new BankError('not-found', message, { field: 'Account' });

/** The accounts to read: every one of the connection, or the chosen one. */
export async function chosenAccounts(call: OperationCall): Promise<readonly Account[]> {
	return call.parameter<string>('accounts', 'all') === 'one'
		? [await chosenAccount(call)]
		: await call.client.directory();
}
