import { type StandardId, standards } from '../../../lib/standards';
import { createIdentifier } from '../../../lib/sync/identity';

type References = Readonly<Record<string, string | null>>;

/** One row of a standard with these references, everything else the same. */
const rowOf: Readonly<Record<string, (references: References) => object>> = {
	'berlin-group': (references) => ({
		...references,
		bookingDate: '2026-03-04',
		transactionAmount: { amount: '-4.20', currency: 'EUR' },
		creditorName: 'Invented Café',
	}),
	stet: ({ accountServicerReference, ...references }) => ({
		...references,
		...(accountServicerReference !== undefined && { references: { accountServicerReference } }),
		bookingDate: '2026-03-04',
		status: 'BOOK',
		creditDebitIndicator: 'DBIT',
		transactionAmount: { amount: '4.20', currency: 'EUR' },
	}),
	'polish-api': (references) => ({
		...references,
		bookingDate: '2026-03-04',
		amount: '4.20',
		currency: 'PLN',
		transactionCategory: 'DEBIT',
	}),
	'enable-banking': (references) => ({
		...references,
		booking_date: '2026-03-04',
		status: 'BOOK',
		credit_debit_indicator: 'DBIT',
		transaction_amount: { amount: '4.20', currency: 'EUR' },
	}),
	'open-banking-uk': (references) => ({
		...references,
		BookingDateTime: '2026-03-04T00:00:00Z',
		Status: 'Booked',
		CreditDebitIndicator: 'Debit',
		Amount: { Amount: '4.20', Currency: 'GBP' },
	}),
};
const goCardless = { gocardless: rowOf['berlin-group'] };

const bodyOf: Readonly<Record<string, (rows: readonly object[]) => unknown>> = {
	'berlin-group': (booked) => ({ transactions: { booked } }),
	gocardless: (booked) => ({ transactions: { booked, pending: [] } }),
	stet: (transactions) => ({ transactions }),
	'polish-api': (transactions) => ({ transactions }),
	'enable-banking': (transactions) => ({ transactions, continuation_key: null }),
	'open-banking-uk': (Transaction) => ({ Data: { Transaction } }),
};

function idsOf(id: string, references: readonly References[]): readonly string[] {
	const row = { ...rowOf, ...goCardless }[id];
	const body = bodyOf[id]?.(references.map((each) => row?.(each) ?? {}));
	const rows = standards[id as StandardId].transactions(body, {}).items;
	return rows.map(createIdentifier({ id: 'v1:account' })).map((each) => each.id);
}

describe.each([
	['berlin-group', 'transactionId'],
	['berlin-group', 'entryReference'],
	['gocardless', 'transactionId'],
	['stet', 'entryReference'],
	['stet', 'resourceId'],
	['polish-api', 'itemId'],
	['enable-banking', 'entry_reference'],
	['open-banking-uk', 'TransactionId'],
])('a place in the list of %s, in %s', (id, field) => {
	it.each([
		'2026-03-04.0',
		'2026-03-04-1',
		'2026-03-04_1',
		'2026-03-04/1',
		'20260304000001',
		'000001',
	])('%s names nothing: the row has the id that it had before', (place) => {
		const [before] = idsOf(id, [{ [field]: null }]);
		expect(idsOf(id, [{ [field]: place }])).toEqual([before]);
	});
});

describe.each([
	['berlin-group', 'transactionId', 'entryReference'],
	['berlin-group', 'transactionId', 'cardTransactionId'],
	['gocardless', 'transactionId', 'internalTransactionId'],
	['stet', 'entryReference', 'resourceId'],
	['stet', 'entryReference', 'accountServicerReference'],
	['polish-api', 'itemId', 'aspspTransactionId'],
])('one %s %s for many rows', (id, shared, own) => {
	const of = (reference: string) => ({ [shared]: 'DAY-9998', [own]: reference });

	it(`is told apart by ${own}, whichever rows are listed and in which order`, () => {
		const [first, second, third] = idsOf(id, [of('aa01'), of('aa02'), of('aa03')]);
		expect(new Set([first, second, third]).size).toBe(3);
		expect(idsOf(id, [of('aa03'), of('aa02')])).toEqual([third, second]);
	});

	it('is numbered where nothing tells the rows apart', () => {
		const [first, second] = idsOf(id, [{ [shared]: 'DAY-9998' }, { [shared]: 'DAY-9998' }]);
		expect(second).toBe(`${first}.2`);
	});
});

it("tells rows of one merchant apart by GoCardless's own id, where Co-op's two references are shared", () => {
	const of = (internalTransactionId: string) => ({
		transactionId: '9998',
		entryReference: 'INVENTED CAFE',
		internalTransactionId,
	});
	const [one, other] = idsOf('gocardless', [of('aa01'), of('aa02')]);
	expect(idsOf('gocardless', [of('aa02')])).toEqual([other]);
	expect(one).not.toBe(other);
});

it('tells camt entries of one reference apart by that of their details', () => {
	const entry = (reference: string) =>
		`<Ntry><Amt Ccy="EUR">4.20</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts>
		<BookgDt><Dt>2026-03-04</Dt></BookgDt><AcctSvcrRef>BATCH-77</AcctSvcrRef><NtryDtls><TxDtls>
		<Refs><AcctSvcrRef>${reference}</AcctSvcrRef></Refs></TxDtls></NtryDtls></Ntry>`;
	const ids = (...references: readonly string[]) => {
		const entries = references.map(entry).join('');
		const xml = `<Document><BkToCstmrStmt><Stmt><Acct><Id><Othr><Id>7</Id></Othr></Id></Acct>${entries}</Stmt></BkToCstmrStmt></Document>`;
		const { items } = standards.camt.transactions(xml, {});
		return items.map(createIdentifier({ id: 'v1:account' })).map(({ id }) => id);
	};
	const [one, other] = ids('P-1', 'P-2');
	expect(one).not.toBe(other);
	expect(ids('P-2', 'P-1')).toEqual([other, one]);
});
