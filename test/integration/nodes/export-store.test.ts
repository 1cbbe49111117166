import type { Readable } from 'node:stream';
import type { IBinaryData } from 'n8n-workflow';
import { untilAsked } from '../../support/asked';
import { openConnected, type Connected } from '../../support/connected';
import { OneDay } from '../../support/one-day';

let at: Connected;
let credential: string;
const day = new OneDay();

beforeAll(async () => {
	process.env.PSD2_READS_PER_DAY = '1000';
	at = await openConnected({ transactions: 150, quotaPerDay: 1000, clock: day });
	credential = await at.connect('testa');
	await at.bank.admin('/settings', { pageSize: 5 });
});
afterAll(() => at.close());
afterEach(() => jest.restoreAllMocks());

/** n8n's store for files, doing as another one does. */
async function storeDoes(store: (file: Readable) => Promise<IBinaryData>): Promise<void> {
	const { Container } = await import('@n8n/di');
	const { BinaryDataService } = await import('n8n-core');
	jest
		.spyOn(Container.get(BinaryDataService), 'store')
		.mockImplementation((_location, file) => store(file as Readable));
}

/** n8n 1.x (`streamToBuffer`): waits for the end or an error and for nothing else. */
const gathers = (file: Readable) =>
	new Promise<never>((_resolve, reject) => {
		file.resume();
		file.on('error', reject);
	});

const fromBank = { source: 'bank', accounts: 'all', format: 'csv', ...day.lastDays(89) };
const run = (id: string, parameters = {}) =>
	at.run('Psd2ExcelExport', id, { ...fromBank, ...parameters }, { mode: 'trigger' });

describe("PSD2 Excel Export into a store that is not as today's", () => {
	it.each([
		['a credential that nobody connected', 'bank', { accounts: 'all' }],
		['items that are none of a bank', 'items', {}],
	])('ends with the error that it met: %s', async (_what, source, parameters) => {
		await storeDoes(gathers);
		const { error, items } = await run(at.bankLogin(), { source, ...parameters });
		expect(items).toEqual([]);
		expect(error?.message).toEqual(expect.any(String));
		expect(error?.message).not.toMatch(/store/);
	});

	it.each([
		['at once', async () => undefined],
		['while the bank is slow', () => untilAsked(at, 'transactions', 3)],
	])('ends at once where the store gives up %s', async (_when, before) => {
		await at.bank.admin('/faults', {
			match: { endpoint: 'transactions' },
			kind: 'slow',
			skip: 2,
			times: 20,
			params: { ms: 60_000 },
		});
		await storeDoes(async () => {
			await before();
			throw Object.assign(new Error('no'), { code: 'ENOSPC' });
		});
		const { error } = await run(credential);
		await at.bank.admin('/faults', undefined, 'DELETE');
		expect(error).toMatchObject({
			message: "The file could not be put into n8n's store for files: the disk is full",
			description: expect.stringMatching(/^Free disk space/),
		});
	});
});
