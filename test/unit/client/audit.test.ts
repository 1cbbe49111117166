import type { AuditRecord } from '../../../lib/audit/record';
import { BankError } from '../../../lib/errors';
import { clientAt, readAccounts } from '../../support/client-under-test';
import { accountsBody } from '../../support/one-account';
import { ScriptedBank } from '../../support/scripted-bank';

describe('a call and its record', () => {
	let bank: ScriptedBank;
	beforeAll(async () => {
		bank = await ScriptedBank.start();
	});
	afterAll(() => bank.stop());
	beforeEach(() => bank.answersBy(() => ({ body: accountsBody })));

	const full = () => new BankError('storage-failed', "The audit log can't be written");
	const sink = (
		record: (record: AuditRecord) => void,
		ready = async (): Promise<void> => undefined,
	) => Object.assign(record, { ready });

	it('is not sent, and takes none of the day, while the log can not be written', async () => {
		let isFull = true;
		const audit = sink(
			() => undefined,
			async () => {
				if (isFull) throw full();
			},
		);
		const under = clientAt(bank.url, { audit, readsPerDay: 1 });
		await expect(readAccounts(under)).rejects.toMatchObject({ code: 'storage-failed' });
		expect(bank.seen).toEqual([]);
		isFull = false;
		await readAccounts(under);
		expect(bank.seen).toHaveLength(1);
	});

	it('is asked for once where page after page is recorded', async () => {
		const next = { _links: { next: { href: '/v1/accounts?page=2' } } };
		bank.answers({ body: { ...accountsBody, ...next } });
		let asked = 0;
		const audit = sink(
			() => undefined,
			async () => void (asked += 1),
		);
		await readAccounts(clientAt(bank.url, { audit }));
		expect(bank.seen).toHaveLength(2);
		expect(asked).toBe(1);
	});

	it.each([
		['the sink', () => new TypeError('no such thing SE3550000000054910000003')],
		['its own words', full],
	])('fails in our words, whatever %s throws', async (_what, failure) => {
		const audit = sink(() => {
			throw failure();
		});
		const error: unknown = await readAccounts(clientAt(bank.url, { audit })).catch((each) => each);
		expect(error).toBeInstanceOf(BankError);
		expect(error).toMatchObject({ code: 'storage-failed' });
		expect(String(error)).not.toContain('SE35500');
	});
});
