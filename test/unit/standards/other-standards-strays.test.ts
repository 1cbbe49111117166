import { camt } from '../../../lib/reading/camt';
import { enableBanking } from '../../../lib/standards/enable-banking';
import { openBankingUk } from '../../../lib/standards/open-banking-uk';
import { polishApi } from '../../../lib/standards/polish-api';
import { stet } from '../../../lib/standards/stet';

/* How banks stray from the other standards' forms, each with one meaning only. */

const parameters = { account: { resourceId: '1' }, bookingStatus: 'both' as const };
const answer = (body: unknown, status = 200) => ({ status, headers: {}, body });

const refusing = (field: string) =>
	expect.objectContaining({
		code: 'unreadable-answer',
		details: expect.objectContaining({ field }) as unknown,
	}) as Error;

describe('Open Banking UK', () => {
	const row = {
		TransactionId: 'T-1',
		Amount: { Amount: '10.00', Currency: 'GBP' },
		CreditDebitIndicator: 'Debit',
		BookingDateTime: '2026-01-30T00:00:00Z',
	};
	const rowsOf = (body: unknown) => openBankingUk.transactions.read(answer(body), parameters).items;
	const accountOf = (account: object) =>
		openBankingUk.accounts.read(answer({ Data: { Account: [account] } }), {}).items[0];

	it('keeps every number of an account, the first of each kind', () => {
		const Account = [
			{ SchemeName: 'UK.OBIE.SortCodeAccountNumber', Identification: '00000000000001' },
			{ SchemeName: 'UK.OBIE.IBAN', Identification: 'GB75TEST00000000000001', Name: 'Anna' },
			{ SchemeName: 'UK.OBIE.PAN', Identification: '************1111' },
			{ SchemeName: 'UK.OBIE.SortCodeAccountNumber', Identification: '00000000000002' },
		];
		expect(accountOf({ AccountId: 22289, Account })).toMatchObject({
			resourceId: '22289',
			iban: 'GB75TEST00000000000001',
			bban: '00000000000001',
			maskedPan: '************1111',
			ownerName: 'Anna',
		});
	});

	it("takes Nationwide's stroke for no number, and refuses an account without an id", () => {
		const account = accountOf({ AccountId: 'A', Account: [{ Identification: '-' }] });
		expect(account).not.toHaveProperty('bban');
		expect(() => accountOf({ AccountId: null })).toThrow(refusing('Data.Account[0].AccountId'));
	});

	it("takes the account's currency for amounts without one, and zero for no rate", () => {
		const own = { ...parameters, account: { resourceId: '1', currency: 'GBP' } };
		const bare = { ...row, Amount: { Amount: '1.00' }, CurrencyExchange: { ExchangeRate: '0' } };
		const asked = (body: unknown) => openBankingUk.transactions.read(answer(body), own).items;
		const [read] = asked({ Data: { Transaction: [bare] } });
		expect(read).toMatchObject({ amount: { amount: '-1.00', currency: 'GBP' } });
		expect(read?.exchangeRate).toBeUndefined();
		const balances = answer({ Data: { Balance: [bare] } });
		expect(openBankingUk.balances.read(balances, own).items).toMatchObject([
			{ amount: { currency: 'GBP' } },
		]);
	});

	it('names the ultimate party where the account has no name (4.0)', () => {
		const UltimateCreditor = { Name: 'Shop' };
		expect(rowsOf({ Data: { Transaction: [{ ...row, UltimateCreditor }] } })).toMatchObject([
			{ counterparty: { name: 'Shop', source: 'UltimateCreditor.Name' } },
		]);
	});

	it('reads a list right under Data, and no content', () => {
		expect(rowsOf({ Data: [row] })).toHaveLength(1);
		expect(openBankingUk.transactions.read(answer('', 204), parameters).items).toEqual([]);
	});

	it('refuses an amount that says neither debit nor credit', () => {
		const unsigned = { ...row, CreditDebitIndicator: null };
		expect(() => rowsOf({ Data: { Transaction: [unsigned] } })).toThrow(
			refusing('Data.Transaction[0].CreditDebitIndicator'),
		);
		const negative = { ...unsigned, Amount: { Amount: '-10.00', Currency: 'GBP' } };
		const nothing = { ...unsigned, Amount: { Amount: '0.00', Currency: 'GBP' } };
		expect(rowsOf({ Data: { Transaction: [negative, nothing] } })).toMatchObject([
			{ amount: { amount: '-10.00' } },
			{ amount: { amount: '0.00' } },
		]);
	});
});

describe('STET', () => {
	const transactionAmount = { amount: '1.00', currency: 'EUR' };

	it('finds the currency of an account beside its numbers', () => {
		const accounts = [
			{ resourceId: 'A', accountId: { iban: 'FR4900000000000000000000001', currency: 'EUR' } },
			{ resourceId: 'B', currency: 'CHF', accountId: { other: { identification: '12-3' } } },
			{ resourceId: 'C', accountId: { other: { identification: 'MASK****1111' } } },
		];
		expect(stet.accounts.read(answer({ accounts }), {}).items).toMatchObject([
			{ iban: 'FR4900000000000000000000001', currency: 'EUR' },
			{ bban: '12-3', currency: 'CHF' },
			{ maskedPan: 'MASK****1111' },
		]);
	});

	it('signs a balance that says debit', () => {
		const balances = [{ balanceAmount: transactionAmount, creditDebitIndicator: 'DBIT' }];
		expect(stet.balances.read(answer({ balances }), parameters).items).toMatchObject([
			{ amount: { amount: '-1.00' } },
		]);
	});

	it('finds a reference where ISO 20022 nests it', () => {
		const structured = [{ creditorReferenceInformation: { reference: 'RF18539007547034' } }];
		const row = {
			transactionAmount,
			creditDebitIndicator: 'CRDT',
			remittanceInformation: { structured },
		};
		const links = { next: '/v1/accounts/1/transactions?page=2' };
		const page = stet.transactions.read(answer({ transactions: [row], links }), parameters);
		expect(page).toMatchObject({ items: [{ reference: 'RF18539007547034' }], next: {} });
	});

	it("takes the account's currency for amounts without one, and the ultimate party for no other", () => {
		const own = { ...parameters, account: { resourceId: '1', currency: 'CHF' } };
		const amount = { amount: '1.00' };
		const row = {
			transactionAmount: amount,
			creditDebitIndicator: 'DBIT',
			relatedParties: { ultimateCreditor: { name: 'Boutique' } },
		};
		expect(stet.transactions.read(answer({ transactions: [row] }), own).items).toMatchObject([
			{ amount: { amount: '-1.00', currency: 'CHF' }, counterparty: { name: 'Boutique' } },
		]);
		const balances = [{ balanceAmount: amount }];
		expect(stet.balances.read(answer({ balances }), own).items).toMatchObject([
			{ amount: { amount: '1.00', currency: 'CHF' } },
		]);
		expect(() => stet.balances.read(answer({ balances }), parameters)).toThrow(
			refusing('balances[0].balanceAmount.currency'),
		);
	});

	it('takes no content for no rows', () => {
		const nothing = answer('', 204);
		expect(stet.accounts.read(nothing, {})).toEqual({ items: [] });
		expect(stet.balances.read(nothing, parameters)).toEqual({ items: [] });
		expect(stet.transactions.read(nothing, parameters)).toEqual({ items: [] });
	});

	it('refuses an amount that says neither debit nor credit', () => {
		expect(() =>
			stet.transactions.read(answer({ transactions: [{ transactionAmount }] }), parameters),
		).toThrow(refusing('transactions[0].creditDebitIndicator'));
	});
});

describe('Enable Banking', () => {
	it('reads the uids of a session as accounts', () => {
		const body = { accounts: ['U-1', { uid: 2 }] };
		expect(enableBanking.accounts.read(answer(body), {}).items).toMatchObject([
			{ resourceId: 'U-1' },
			{ resourceId: '2' },
		]);
		expect(() => enableBanking.accounts.read(answer({ accounts: [{}] }), {})).toThrow(
			refusing('accounts[0].uid'),
		);
		expect(() => enableBanking.account.read(answer({}), parameters)).toThrow(refusing('uid'));
	});

	it("tells the holder's name from the account's, and shows an account that can't be asked", () => {
		const accounts = [
			{ uid: 'U', name: 'Anna Test', details: 'Savings' },
			{
				account_id: { other: { identification: '5280' } },
				all_account_ids: [{ identification: 'DE79000000000000000002', scheme_name: 'IBAN' }],
				name: 'Savings',
			},
			{ identification_hash: 'H' },
		];
		const [told, closed, unnumbered] = enableBanking.accounts.read(answer({ accounts }), {}).items;
		expect(told).toMatchObject({ name: 'Savings', ownerName: 'Anna Test' });
		expect(closed).toMatchObject({
			resourceId: 'DE79000000000000000002',
			iban: 'DE79000000000000000002',
			bban: '5280',
			name: 'Savings',
		});
		expect(closed).not.toHaveProperty('ownerName');
		expect(unnumbered).toMatchObject({ resourceId: 'H' });
	});

	it("finds the other party's number among the additional ones", () => {
		const row = {
			transaction_amount: { amount: '-1.00', currency: 'NOK' },
			creditor_account: null,
			creditor_account_additional_identification: [{ identification: '5280', scheme_name: 'BBAN' }],
		};
		const { items } = enableBanking.transactions.read(answer({ transactions: [row] }), parameters);
		expect(items).toMatchObject([{ counterparty: { bban: '5280' } }]);
	});

	it("takes the account's currency for an amount without one", () => {
		const own = { ...parameters, account: { resourceId: '1', currency: 'SEK' } };
		const transactions = [{ transaction_amount: { amount: '-1.00' } }];
		expect(enableBanking.transactions.read(answer({ transactions }), own).items).toMatchObject([
			{ amount: { amount: '-1.00', currency: 'SEK' } },
		]);
	});

	it("finds the other party's number under identification", () => {
		const row = {
			transaction_amount: { amount: '-1.00', currency: 'NOK' },
			creditor_account: { other: { identification: 'DE79000000000000000002' } },
		};
		const { items } = enableBanking.transactions.read(answer({ transactions: [row] }), parameters);
		expect(items).toMatchObject([
			{ amount: { amount: '-1.00' }, counterparty: { iban: 'DE79000000000000000002' } },
		]);
	});
});

describe('PolishAPI', () => {
	const row = { amount: '1.00', currency: 'PLN', transactionCategory: 'DEBIT' };
	const statusesOf = (body: unknown, status?: 'pending') =>
		polishApi.transactions(answer(body), status, undefined).map((each) => each.status);

	it('tells the status by the question, the list or the row', () => {
		const transactions = [
			row,
			{ ...row, transactionStatus: 'DONE' },
			{ ...row, transactionStatus: { code: 'PENDING' } },
			{ ...row, transactionStatus: 'REJECTED' },
		];
		expect(statusesOf({ transactions })).toEqual(['booked', 'booked', 'pending', 'information']);
		expect(statusesOf({ transactions: [row] }, 'pending')).toEqual(['pending']);
		expect(statusesOf({ holds: [row] })).toEqual(['pending']);
	});

	it("takes version 2's id, and a number for an account number", () => {
		const [read] = polishApi.transactions(
			answer({ transactions: [{ ...row, aspspTransactionId: 'A-1' }] }),
			undefined,
			undefined,
		);
		expect(read?.bankId).toBe('A-1');
		const accounts = [{ accountNumber: 123 }];
		expect(polishApi.accounts(answer({ accounts }))).toMatchObject([{ resourceId: '123' }]);
	});
});

describe('camt', () => {
	const entry = (inside: string) =>
		`<Ntry><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>${inside}</Ntry>`;
	const statement = '<Acct><Id><IBAN>DE09000000000000000001</IBAN></Id></Acct>';
	const document = (inside: string) =>
		`\ufeff<?xml version="1.0"?><Document><BkToCstmrStmt>${inside}</BkToCstmrStmt></Document>`;
	const rowOf = (inside: string) =>
		camt.transactions(document(`<Stmt>${statement}${entry(inside)}</Stmt>`))[0];

	it('reads dates with a zone, and letters written as numbers', () => {
		const details =
			'<NtryDtls><TxDtls><RmtInf><Ustrd>M&#228;rz &amp; Mai</Ustrd></RmtInf></TxDtls></NtryDtls>';
		expect(rowOf(`<BookgDt><Dt>2026-01-30+01:00</Dt></BookgDt>${details}`)).toMatchObject({
			date: '2026-01-30',
			text: 'März & Mai',
		});
	});

	it("tells the ultimate party, the creditor's id, the bank's own code and the rate", () => {
		const creditor =
			'<Cdtr><Pty><Id><PrvtId><Othr><Id>DE98ZZZ</Id><SchmeNm><Prtry>SEPA</Prtry></SchmeNm></Othr></PrvtId></Id></Pty></Cdtr>';
		const parties = `<RltdPties>${creditor}<UltmtCdtr><Pty><Nm>Laden</Nm></Pty></UltmtCdtr></RltdPties>`;
		const amounts =
			'<AmtDtls><InstdAmt><Amt Ccy="USD">1,10</Amt><CcyXchg><XchgRate>1.1</XchgRate></CcyXchg></InstdAmt></AmtDtls>';
		const code = '<BkTxCd><Prtry><Cd>NTRF+166</Cd></Prtry></BkTxCd>';
		const details = `<NtryDtls><TxDtls>${amounts}${parties}<AddtlTxInf>Note</AddtlTxInf></TxDtls></NtryDtls>`;
		expect(rowOf(`${code}${details}`)).toMatchObject({
			counterparty: { name: 'Laden' },
			creditorId: 'DE98ZZZ',
			bankTransactionCode: 'NTRF+166',
			exchangeRate: '1.1',
			instructedAmount: { amount: '1.10', currency: 'USD' },
			text: 'Note',
		});
	});

	it('tells an account once, and refuses an entry that is neither debit nor credit', () => {
		const twice = document(`<Stmt>${statement}</Stmt><Stmt>${statement}</Stmt>`);
		expect(camt.accounts(twice)).toHaveLength(1);
		const neither = '<Stmt><Ntry><Amt Ccy="EUR">1.00</Amt></Ntry></Stmt>';
		expect(() => camt.transactions(document(neither))).toThrow(
			refusing('Document.BkToCstmrStmt.Stmt[0].Ntry[0].CdtDbtInd'),
		);
	});
});
