import { setTimeout as pause } from 'node:timers/promises';
import { settle } from '../../lib/outcome';
import type { Credential, Execution } from '../../scripts/n8n/api';
import { loginCredential, manualWorkflow } from '../e2e/support/login-workflow';
import { hasRedis, startRedis, type Redis } from '../e2e/support/redis';
import { Stage } from '../e2e/support/stage';

const rounds = 20;
const atOnce = 40;

describe('Two workers of queue mode on one bank login', () => {
	if (!hasRedis()) {
		it('are tried only where redis-server is installed', () => {
			process.stdout.write(
				'redis-server is not installed here: queue mode was not tried (Debian: apt install redis-server)\n',
			);
			expect(hasRedis()).toBe(false);
		});
		return;
	}

	let redis: Redis;
	let stage: Stage;
	let credential: Credential;
	const workflows: Record<'login' | 'read' | 'revoke', string> = {
		login: '',
		read: '',
		revoke: '',
	};

	/** SQLite is not made for three processes, and n8n gives up when it is busy: such a run is run again. */
	const run = async (name: keyof typeof workflows, tries = 8): Promise<Execution> => {
		const ended = await settle(
			stage.api.run(workflows[name], 'Start').then((id) => stage.api.executionEnd(id, 30_000)),
		);
		const problem = 'error' in ended ? String(ended.error) : (ended.value.error ?? '');
		if (tries > 1 && /SQLITE_BUSY|database is locked|is still running/.test(problem)) {
			await pause(200);
			return run(name, tries - 1);
		}
		if ('error' in ended) throw ended.error;
		return ended.value;
	};
	const problems = (runs: readonly Execution[]) =>
		runs.flatMap(({ status, error }) => (status === 'success' ? [] : [error ?? status]));
	const renewals = async () =>
		(await stage.admin.log()).filter(
			({ grant, status }) => grant === 'refresh_token' && status === 200,
		).length;

	beforeAll(async () => {
		redis = await startRedis();
		stage = await Stage.open({
			EXECUTIONS_MODE: 'queue',
			OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(redis.port),
			N8N_ENCRYPTION_KEY: 'only for tests: shared by all processes',
			PSD2_STORE: 'redis',
			PSD2_REDIS_URL: redis.url,
		});
		await stage.addWorker();
		await stage.addWorker();
		await stage.admin.set({ bankIdAutoMs: 200, pollDelayMs: 100, formerConsents: 'keep' });
		credential = await loginCredential(stage);
		const make = async (...nodes: Parameters<typeof manualWorkflow>[1][]) =>
			(await stage.api.createWorkflow(manualWorkflow(credential, ...nodes))).id;
		workflows.login = await make(
			{ type: 'psd2Consent', parameters: { operation: 'startLogin' } },
			{ type: 'psd2Consent', parameters: { operation: 'waitForLogin' } },
		);
		workflows.read = await make({
			type: 'psd2Accounts',
			parameters: { options: { accountHolderIp: '203.0.113.7' } },
		});
		workflows.revoke = await make({ type: 'psd2Consent', parameters: { operation: 'revoke' } });
	}, 240_000);

	afterAll(async () => {
		await stage?.close();
		await redis?.stop();
	});

	it('log in and read', async () => {
		expect(problems([await run('login')])).toEqual([]);
		expect((await run('read')).output('Step 1')).toHaveLength(6);
	});

	it(`renew once an expiry, in ${rounds} rounds of ${atOnce} at once`, async () => {
		for (let round = 0; round < rounds; round += 1) {
			const before = await renewals();
			await stage.admin.expireTokens();
			const runs = await Promise.all(Array.from({ length: atOnce }, () => run('read')));
			expect(problems(runs)).toEqual([]);
			expect(await renewals()).toBe(before + 1);
		}
		expect((await stage.admin.log()).filter(({ code }) => code === 'invalid_grant')).toEqual([]);
	}, 600_000);

	it('lose no token between logins, renewals, revocations and reads', async () => {
		for (let round = 0; round < rounds; round += 1) {
			// The limit on started logins is tried elsewhere.
			redis.forget('psd2:logins/*');
			const works = Array.from({ length: atOnce }, async (_, index) => {
				await pause(((index * 7) % atOnce) * 25);
				if (index === 5) await stage.admin.expireTokens();
				return run(index % 20 === 3 ? 'login' : index === 11 ? 'revoke' : 'read');
			});
			// The bank may end a token while a login is using or storing it: the next login or read succeeds.
			const allowed =
				/Nobody has logged in|CONSENT_INVALID|TOKEN_EXPIRED|bank could not be reached/;
			const told = problems(await Promise.all(works));
			expect(told.filter((message) => !allowed.test(message))).toEqual([]);
			expect(problems([await run('login')])).toEqual([]);
			await stage.admin.expireTokens();
			expect(problems([await run('read')])).toEqual([]);
		}
		expect((await stage.admin.log()).filter(({ code }) => code === 'invalid_grant')).toEqual([]);
	}, 600_000);
});
