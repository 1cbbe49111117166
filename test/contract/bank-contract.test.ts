import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { banks } from '../../lib/banks';
import type { BankProfile } from '../../lib/profile/profile';
import type { TransactionParameters } from '../../lib/profile/reading';
import type { Sending } from '../../lib/profile/wire';
import { BankError, bankErrorCodes } from '../../lib/errors';
import type { HttpRequest } from '../../lib/http/port';
import {
	accountItemSchema,
	balanceItemSchema,
	toAccountItem,
	toBalanceItem,
	toTransactionItem,
	transactionItemSchema,
} from '../../lib/models/items';
import { settleSync } from '../../lib/outcome';
import { createIdentifier } from '../../lib/sync/identity';

const root = path.join(__dirname, '..', '..');
const awkwardId = 'a/b?c d#ü';

const fixture = (bank: BankProfile, name: string): unknown =>
	JSON.parse(readFileSync(path.join(root, 'test', 'fixtures', bank.id, name), 'utf8'));

const answer = (body: unknown) => ({ status: 200, headers: {}, body });

const frozen = <Value>(value: Value): Value => {
	if (typeof value === 'object' && value !== null)
		Object.values(Object.freeze(value)).forEach(frozen);
	return value;
};

const parameters: TransactionParameters = {
	account: { resourceId: awkwardId },
	bookingStatus: 'all',
	dateFrom: '2026-01-01',
	dateTo: '2026-01-31',
};

/** Each thing a bank can be asked, with its parameters closed over. */
const operations = (bank: BankProfile, context: { consentId?: string; psuIpAddress?: string }) => {
	const all = { ...parameters, ...context };
	const { account } = bank;
	return {
		accounts: {
			ask: () => bank.accounts.ask(context),
			read: (body: unknown) => bank.accounts.read(answer(body), context),
		},
		...(account && {
			account: {
				ask: () => account.ask(all),
				read: (body: unknown) => account.read(answer(body), all),
			},
		}),
		balances: {
			ask: () => bank.balances.ask(all),
			read: (body: unknown) => bank.balances.read(answer(body), all),
		},
		transactions: {
			ask: () => bank.transactions.ask(all),
			read: (body: unknown) => bank.transactions.read(answer(body), all),
		},
	};
};

/** What goes with it while the account holder is there. */
function attendedHeaders({ wire }: BankProfile, request: HttpRequest) {
	const holder = { psuIpAddress: '192.0.2.1', psuUserAgent: 'a browser' };
	const sending: Sending = {
		request,
		url: `https://bank.example${request.path}`,
		requestId: '00000000-0000-4000-8000-000000000000',
		now: 0,
		client: { id: 'client' },
		hosts: { api: 'https://bank.example' },
		constants: {},
		operation: 'reading',
		as: 'person',
		facts: {},
	};
	return { ...request.headers, ...wire?.attendance?.(holder, sending) };
}

const headersOf = (request: HttpRequest | undefined) =>
	Object.keys(request?.headers ?? {}).map((name) => name.toLowerCase());

it('has no two banks of one id: workflows save it', () => {
	expect(new Set(banks.map(({ id }) => id)).size).toBe(banks.length);
});

it('lists every bank file, so that none is written and forgotten', () => {
	const files = readdirSync(path.join(root, 'lib', 'banks'))
		.filter((file) =>
			/satisfies BankProfile/.test(readIfFile(path.join(root, 'lib', 'banks', file))),
		)
		.map((file) => file.replace(/\.ts$/, ''));
	expect(banks.map(({ id }) => id).sort()).toEqual(files.sort());
});

function readIfFile(file: string): string {
	return file.endsWith('.ts') ? readFileSync(file, 'utf8') : '';
}

describe.each(banks.map((bank) => [bank.id, bank] as const))('%s', (_id, bank) => {
	it('is named like its file and its fixtures', () => {
		expect(bank.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
		expect(existsSync(path.join(root, 'lib', 'banks', `${bank.id}.ts`))).toBe(true);
		expect(existsSync(path.join(root, 'test', 'fixtures', bank.id))).toBe(true);
	});

	it('says where its facts come from, and when they were compared', () => {
		expect(bank.docs.url).toMatch(/^https:\/\//);
		expect(bank.docs.checked).toMatch(/^\d{4}-\d{2}-\d{2}$/);
	});

	it('is reached by TLS, or not beyond this machine', () => {
		const urls = Object.values(bank.environments).flatMap(({ hosts }) => Object.values(hosts));
		for (const url of urls) {
			expect(url).toMatch(/^(https:\/\/|http:\/\/127\.0\.0\.1[:/])/);
			expect(url).not.toMatch(/\/$/);
		}
	});

	it('only reads: every question is a GET, or a POST that carries one, below its base, the account id escaped', () => {
		for (const { ask } of Object.values(operations(bank, {}))) {
			const request = ask();
			expect(request.method).toBe(bank.wire?.body === undefined ? 'GET' : 'POST');
			expect(request.path).toMatch(/^\/[A-Za-z0-9/%._-]+$/);
			expect(request.form).toBeUndefined();
			expect(request.body === undefined).toBe(request.method === 'GET');
		}
	});

	it('says that the account holder is there only when he is', () => {
		const alone = Object.values(operations(bank, {})).flatMap(({ ask }) => headersOf(ask()));
		expect(alone).not.toContain('psu-ip-address');
		const { balances, transactions } = operations(bank, { psuIpAddress: '192.0.2.1' });
		for (const { ask } of [balances, transactions]) {
			expect(Object.values(attendedHeaders(bank, ask()))).toContain('192.0.2.1');
		}
	});

	it('asks for every further page with the consent and attendance of the first', () => {
		const context = { consentId: 'consent-1', psuIpAddress: '192.0.2.1' };
		const { transactions } = operations(bank, context);
		const { next } = transactions.read(fixture(bank, 'transactions.json'));
		expect(next?.headers).toEqual(transactions.ask().headers);
		expect(next?.method).toBe('GET');
	});

	it.each(Object.entries(operations(bank, {})))(
		'reads %s as expected, twice the same, its input untouched',
		(name, { read }) => {
			const body = frozen(fixture(bank, `${name}.json`));
			const page = read(body);
			expect(read(body)).toEqual(page);
			expect(JSON.parse(JSON.stringify(page))).toEqual(fixture(bank, `${name}.expected.json`));
		},
	);

	it('makes items of the published shape', () => {
		const { accounts, balances, transactions } = operations(bank, {});
		const account = bank.accounts.read(answer(fixture(bank, 'accounts.json')), {}).items[0];
		if (account === undefined) throw new Error('the fixture needs an account');
		for (const each of accounts.read(fixture(bank, 'accounts.json')).items) {
			accountItemSchema
				.strict()
				.parse(toAccountItem(each as typeof account, { bank: bank.id }, { raw: true }));
		}
		for (const balance of bank.balances.read(answer(fixture(bank, 'balances.json')), parameters)
			.items) {
			balanceItemSchema.strict().parse(toBalanceItem(balance, { account }));
		}
		const identify = createIdentifier(account);
		for (const row of bank.transactions.read(answer(fixture(bank, 'transactions.json')), parameters)
			.items) {
			transactionItemSchema
				.strict()
				.parse(toTransactionItem(identify(row), { account }, { raw: true }));
		}
		expect(balances.read(fixture(bank, 'balances.json')).items).not.toHaveLength(0);
		expect(transactions.read(fixture(bank, 'transactions.json')).items).not.toHaveLength(0);
	});

	it('understands its refusal', () => {
		const refusal = bank.refusal(answer(fixture(bank, 'refusal.json')), 'accounts');
		expect(refusal).toEqual(fixture(bank, 'refusal.expected.json'));
		expect(bankErrorCodes).toContain(refusal.code);
	});

	it.each([
		undefined,
		null,
		'',
		'<html></html>',
		0,
		[],
		{},
		{ accounts: {} },
		{ balances: 1 },
		{ transactions: 'none' },
	])('refuses %j with unreadable-answer and nothing else', (body) => {
		for (const { read } of Object.values(operations(bank, {}))) {
			const outcome = settleSync(() => read(body));
			if ('value' in outcome) throw new Error('read something from nothing');
			expect(outcome.error).toBeInstanceOf(BankError);
			expect(outcome.error).toMatchObject({ code: 'unreadable-answer' });
		}
		expect(() => bank.refusal(answer(body), 'accounts')).not.toThrow();
	});
});
