import { ais, ledgerSum, SebTpp, thousandths, type Json, type Row } from './seb-tpp';

let tpp: SebTpp;
beforeAll(async () => {
	tpp = await SebTpp.open();
});
afterAll(() => tpp.close());
beforeEach(() => tpp.reset());

it('gives pending rows signed in v8 and always positive in v7', async () => {
	const { access_token } = await tpp.connect();
	const pending = async (version: string): Promise<Row[]> => {
		const [account] = await tpp.accountsOf(version, access_token);
		const path = `${ais(version)}/accounts/${account?.resourceId}/transactions`;
		const { body } = await tpp.read(`${path}?bookingStatus=both`, access_token);
		return (body['transactions'] as { pending: Row[] }).pending;
	};
	const [v7, v8] = [await pending('v7'), await pending('v8')];
	const [ledger] =
		await tpp.admin<{ pending: { count: number; sum: string } }[]>('/ledger?person=testa');
	expect([v7.length, v8.length]).toEqual([ledger?.pending.count, ledger?.pending.count]);
	expect(thousandths(v8)).toBe(ledgerSum(ledger?.pending.sum));
	expect(v8.some(({ transactionAmount: { amount } }) => amount.startsWith('-'))).toBe(true);
	expect(v7.map(({ transactionAmount: { amount } }) => amount)).toEqual(
		v8.map(({ transactionAmount: { amount } }) => amount.replace('-', '')),
	);
	expect(v8.every((row) => row['bookingDate'] === undefined)).toBe(true);
});

it('has the words of each version for a card row, a Swish row and a bankgiro payment', async () => {
	const { access_token } = await tpp.connect();
	const [v7, v8] = [await tpp.rowsOf('v7', access_token), await tpp.rowsOf('v8', access_token)];
	const at = (test: (row: Row) => boolean) => {
		const index = v8.findIndex(test);
		return [v7[index], v8[index]];
	};
	const [oldCard, card] = at((row) => row['originalAmount'] !== undefined);
	expect(card).toMatchObject({
		proprietaryBankTransactionCodeText: 'Card foreign purchase',
		cardAcceptorId: 'MAKE-BELIEVE BOOKS PORTLAND',
		currencyExchange: { exchangeRate: '7.654300' },
		originalAmount: { amount: expect.stringMatching(/^-\d+\.\d{3}$/), currency: 'CAD' },
		remittanceInformationUnstructuredArray: ['Card purchase abroad'],
		debtorAccount: { bic: 'XMPLSEZZ' },
	});
	expect(oldCard).toMatchObject({
		proprietaryBankTransactionCode: '051',
		currencyExchange: { exchangeRate: '7,6543' },
		remittanceInformationUnstructured: 'Card purchase abroad',
	});
	expect(oldCard).not.toHaveProperty('cardAcceptorId');
	expect(oldCard?.['transactionId']).not.toBe(card?.['transactionId']);
	const [oldSwish, swish] = at((row) => row['orderId'] !== undefined);
	expect(swish).toMatchObject({
		debtorName: 'Kompis Kompisson',
		creditorNameAndAddress: 'Testa Exempelsson',
		transactionTime: expect.stringMatching(/^2031-\d\d-\d\dT08:\d\d:13$|^20\d\d-.*T08:\d\d:13$/),
	});
	expect(oldSwish).not.toHaveProperty('debtorName');
	const [oldGiro, giro] = at(
		(row) => row['proprietaryBankTransactionCodeText'] === 'Bankgiro payment',
	);
	expect(giro?.['creditorAccount']).toEqual({ bankgiroNumber: expect.any(String) });
	expect(oldGiro?.['creditorAccount']).toEqual({ bban: expect.any(String) });
	expect(v8.every((row) => row['remittanceInformationUnstructured'] === undefined)).toBe(true);
});

it('gives the details of rows that link to them, and of no others', async () => {
	const { access_token } = await tpp.connect();
	for (const version of ['v7', 'v8']) {
		const [account] = await tpp.accountsOf(version, access_token);
		const base = `${ais(version)}/accounts/${account?.resourceId}/transactions`;
		const { body } = await tpp.read(`${base}?bookingStatus=booked`, access_token);
		const { booked } = body['transactions'] as { booked: Row[] };
		const linked = booked.find((row) => row['_links'] !== undefined);
		const ids = booked.flatMap((row) => (row['_links'] === undefined ? [] : row['transactionId']));
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids).not.toContain(undefined);
		const { transactionId, entryReference: _, _links: links, ...payment }: Json = linked ?? {};
		const details = await tpp.read(`${base}/${String(transactionId)}`, access_token);
		expect([details.status, details.body]).toEqual([200, payment]);
		const { transactionDetails } = links as { transactionDetails: { href: string } };
		expect(`${ais(version)}${transactionDetails.href}`).toBe(`${base}/${String(transactionId)}`);
		const bare = booked.find(
			(row) => row['transactionId'] !== undefined && row['_links'] === undefined,
		);
		const refused = await tpp.read(`${base}/${String(bare?.['transactionId'])}`, access_token);
		expect([refused.status, refused.body['code']]).toEqual([404, 'RESOURCE_UNKNOWN']);
	}
});
