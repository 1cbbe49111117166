import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAudit } from '../../../lib/audit/open';
import type { AuditRecord } from '../../../lib/audit/record';
import { verifyLog } from '../../../lib/audit/verify';

const key = 'a-test-key-of-more-than-32-characters';

const at = (time: string): AuditRecord => ({
	time,
	bank: 'plain-bank',
	operation: 'accounts',
	attended: false,
	outcome: 'answered',
	attempt: 1,
	ms: 12,
});

describe('the audit log that the settings name', () => {
	let folder: string;

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'psd2-audit-'));
	});
	afterEach(() => rm(folder, { recursive: true }));

	it("is n8n's own log alone where no file is named", async () => {
		const logged: AuditRecord[] = [];
		const audit = openAudit({ audit: {} }, (record) => logged.push(record));
		await audit(at('2026-01-31T23:59:59.999Z'));
		expect(logged).toHaveLength(1);
		expect(await readdir(folder)).toEqual([]);
	});

	it('is another file each month where its name says so, each with a head of its own', async () => {
		const settings = { audit: { log: join(folder, 'audit-{month}.jsonl'), key } };
		const months = ['2026-01-31T23:59:59.999Z', '2026-02-01T00:00:00.000Z'];
		for (const time of [...months, ...months]) {
			// Opened anew for each call, as the nodes do.
			await openAudit(settings, () => undefined)(at(time));
		}
		expect((await readdir(folder)).sort()).toEqual([
			'audit-2026-01.jsonl',
			'audit-2026-01.jsonl.head',
			'audit-2026-02.jsonl',
			'audit-2026-02.jsonl.head',
		]);
		for (const month of ['2026-01', '2026-02']) {
			const path = join(folder, `audit-${month}.jsonl`);
			const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
			const head = await readFile(`${path}.head`, 'utf8');
			expect(await verifyLog(lines, head, key)).toEqual({ records: 2, chains: 1, findings: [] });
		}
	});

	it("is ready where this month's file can be written", async () => {
		const settings = { audit: { log: join(folder, 'audit-{month}.jsonl'), key } };
		const now = () => Date.UTC(2026, 2, 31, 23, 59, 59);
		const audit = openAudit(settings, () => undefined, now);
		await audit.ready?.();
		expect(await readdir(folder)).toContain('audit-2026-03.jsonl.head');
		await writeFile(join(folder, 'audit-2026-03.jsonl.head'), 'changed');
		await expect(audit.ready?.()).rejects.toMatchObject({ code: 'settings-invalid' });
	});
});
