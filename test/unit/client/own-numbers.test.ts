import { sourceFromBank } from '../../../nodes/Psd2ExcelExport/source';
import { clientAt, pagesOf, plainBank } from '../../support/client-under-test';
import { ScriptedBank } from '../../support/scripted-bank';

/* What the client knows of an account reaches the reader of its rows. */

const shop = { creditorName: 'Toy Shop', creditorAccount: { bban: '99990000001' } };
const unsigned = (debtorAccount: object) => ({
	bookingDate: '2026-01-10',
	transactionAmount: { amount: '12.00', currency: 'SEK' },
	...shop,
	debtorAccount,
});

describe('an account without an IBAN', () => {
	let bank: ScriptedBank;
	beforeAll(async () => {
		bank = await ScriptedBank.start();
	});
	afterAll(() => bank.stop());

	it.each([
		[{ bban: '52801062510' }, { bban: '5280-10 625 10' }],
		[{ maskedPan: '123456******4321' }, { pan: '1234567890124321' }],
	])('%j is known in its rows as %j', async (numbers, debtorAccount) => {
		const body = { transactions: { booked: [unsigned(debtorAccount)] } };
		bank.answersBy(() => ({ body }));
		const { client } = clientAt(bank.url);
		const [page] = await pagesOf(
			client.transactions({ resourceId: 'A', ...numbers }, { bookingStatus: 'booked' }),
		);
		expect(page).toMatchObject([
			{ amount: { amount: '-12.00' }, counterparty: { name: 'Toy Shop' } },
		]);
	});

	it("whose holder's name the bank tells is never its own counterparty", async () => {
		const row = { ...unsigned({}), debtorAccount: undefined, debtorName: 'ANNA  TEST' };
		bank.answersBy(() => ({ body: { transactions: { booked: [row] } } }));
		const { client } = clientAt(bank.url);
		const account = { resourceId: 'A', bban: '52801062510', ownerName: 'Anna Test, Bo Test' };
		const [page] = await pagesOf(client.transactions(account, { bookingStatus: 'booked' }));
		expect(page).toMatchObject([{ counterparty: { name: 'Toy Shop' } }]);
	});
});

describe('an export straight from the bank', () => {
	let bank: ScriptedBank;
	beforeAll(async () => {
		bank = await ScriptedBank.start();
	});
	afterAll(() => bank.stop());

	it('says how many transactions carry remarks, for formats that have no place for them', async () => {
		const row = (valueDate: string) => ({ ...unsigned({}), valueDate });
		bank.answersBy(({ url }) => ({
			body: url.includes('/transactions')
				? { transactions: { booked: [row('2026-01-10'), row('2026-02-30'), row('soon')] } }
				: url.includes('/balances')
					? { balances: [] }
					: { accounts: [{ resourceId: 'A', bban: '52801062510', name: 'Toy account' }] },
		}));
		const remarks: string[] = [];
		const source = sourceFromBank(
			{ bank: plainBank, client: clientAt(bank.url).client, remark: (text) => remarks.push(text) },
			{ accounts: 'all', listing: { bookingStatus: 'booked' }, madeAt: '2026-03-01T00:00:00Z' },
		);
		for await (const { transactions } of source.accounts) {
			for await (const _page of transactions) void _page;
		}
		expect(remarks).toEqual([expect.stringContaining('Toy account: of 2 transactions')]);
	});
});
