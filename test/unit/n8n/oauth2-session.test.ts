import type { IAllExecuteFunctions } from 'n8n-workflow';
import type { AuditRecord, AuditSink } from '../../../lib/audit/record';
import { otherBank } from '../../../lib/banks/other-bank';
import type { Typed } from '../../../lib/profile/profile';
import { BankError } from '../../../lib/errors';
import { OAuth2Session } from '../../../lib/n8n/oauth2-session';
import { createMemoryStore } from '../../../lib/store/memory';
import { TestClock } from '../../support/test-clock';

const iban = 'SE3550000000054910000003';

/** n8n's stored credential, and what its own renewal does to it. */
class FakeN8n {
	credentials: Record<string, unknown> = { oauthTokenData: { access_token: 'access-1' } };
	renewals = 0;
	failure: unknown;

	readonly context = {
		getCredentials: async () => {
			await Promise.resolve();
			return this.credentials;
		},
		helpers: {
			refreshOAuth2Token: async () => {
				this.renewals += 1;
				if (this.failure !== undefined) throw this.failure;
				const renewed = { access_token: `access-${this.renewals + 1}` };
				this.credentials = { ...this.credentials, oauthTokenData: renewed };
			},
		},
	} as unknown as IAllExecuteFunctions;
}

function open({
	n8n = new FakeN8n(),
	audit,
	bank = 'plain-bank',
	typed,
	node = 'Saldo',
	renewalMs,
}: {
	n8n?: FakeN8n;
	audit?: AuditSink;
	bank?: string;
	typed?: Typed;
	node?: string;
	renewalMs?: number;
} = {}) {
	const clock = new TestClock();
	const records: AuditRecord[] = [];
	const session = new OAuth2Session({
		context: n8n.context,
		credentialType: 'psd2OAuth2Api',
		bank: { id: bank, name: 'Plain Bank', ...(typed && { typed }) },
		clock,
		store: createMemoryStore(clock),
		leaseKey: 'refresh/connection-1',
		audit: audit ?? ((record) => void records.push(record)),
		trace: { node },
		attended: false,
		...(renewalMs === undefined ? {} : { renewalMs }),
	});
	const renew = () => session.renew({ accessToken: 'access-1' });
	const failure = async () => {
		const error: unknown = await renew().catch((each: unknown) => each);
		if (error instanceof BankError) return error;
		throw new Error(`not of the closed set: ${String(error)}`);
	};
	return { n8n, session, renew, failure, records };
}

/** As n8n's own token client makes them (`@n8n/client-oauth2`). */
const authError = (body: object) => Object.assign(new Error('refused'), { body, code: 'EAUTH' });
const responseError = (status: number, body: string) =>
	Object.assign(new Error(`HTTP status ${status}`), { status, body, code: 'ESTATUS' });
const axiosError = (status: number, data: string) =>
	Object.assign(new Error('Request failed'), { response: { status, data } });
const reconnect = () =>
	Object.assign(new Error('needs to be reconnected'), {
		failure: { cause: 'credential-invalid' },
	});

it('masks what people and banks write before it is recorded or shown', async () => {
	const n8n = new FakeN8n();
	n8n.failure = authError({ error: `gone ${iban}` });
	const { failure, records } = open({ n8n, node: `Saldo ${iban}` });
	const error = await failure();
	expect(records).toMatchObject([{ node: 'Saldo SE…0003', bankCode: 'gone SE…0003' }]);
	expect(JSON.stringify([records, error, error.message])).not.toContain(iban);
});

describe('a renewal that fails', () => {
	it.each<[string, unknown]>([
		['n8n says that the login is over', reconnect()],
		['invalid_grant, as older n8n hands it on', authError({ error: 'invalid_grant' })],
		['invalid_grant with a server error', axiosError(500, '{"error":"invalid_grant"}')],
		['invalid_scope', authError({ error: 'invalid_scope' })],
		['unsupported_grant_type', authError({ error: 'unsupported_grant_type' })],
		['invalid_request as text', responseError(400, '{"error":"invalid_request"}')],
	])('for good: %s', async (_what, failure) => {
		const n8n = new FakeN8n();
		n8n.failure = failure;
		expect(await open({ n8n }).failure()).toMatchObject({
			code: 'login-required',
			details: { nextStep: expect.stringContaining('Switch account') },
		});
	});

	it('for now: a token endpoint that drips, for which n8n waits for ever', async () => {
		const n8n = new FakeN8n();
		n8n.context.helpers.refreshOAuth2Token = () => new Promise(() => undefined);
		expect(await open({ n8n, renewalMs: 1 }).failure()).toMatchObject({
			code: 'bank-unavailable',
			retryable: true,
		});
	});

	const circular = Object.assign(new Error('circular'), { failure: {} as object });
	circular.failure = { circular };

	it.each<[string, unknown]>([
		['429 with a text', authError({ error: 'too many requests' })],
		['429 with a code of the standard', responseError(429, '{"error":"invalid_grant"}')],
		['503 with a text', axiosError(503, '{"error":"maintenance"}')],
		['503 with a code of the standard', axiosError(503, '{"error":"invalid_grant"}')],
		['temporarily_unavailable', authError({ error: 'temporarily_unavailable' })],
		['server_error', authError({ error: 'server_error' })],
		['slow_down', authError({ error: 'slow_down' })],
		['a number', authError({ error: 429 })],
		['a web page', responseError(403, '<html>Please wait</html>')],
		['no answer', Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })],
		['no error at all', undefined],
		['a circle', circular],
	])('for now: %s', async (_what, failure) => {
		const n8n = new FakeN8n();
		n8n.failure = failure ?? null;
		const { session, renew, failure: failed } = open({ n8n });
		const error = await failed();
		expect(['bank-unavailable', 'rate-limited']).toContain(error.code);
		expect(error).toMatchObject({ retryable: true });
		expect(error.details.nextStep).toContain('in a few minutes');
		n8n.failure = undefined;
		expect(await renew()).toEqual({ accessToken: `access-${n8n.renewals + 1}` });
		expect(await session.current()).toEqual({ accessToken: `access-${n8n.renewals + 1}` });
	});

	it('says Body where n8n has put a secret into the header that needed encoding', async () => {
		const n8n = new FakeN8n();
		n8n.failure = authError({ error: 'invalid_client' });
		const { id: bank, typed } = otherBank;
		const saved = { bank, authentication: 'header', clientId: 'client' };
		n8n.credentials = { ...n8n.credentials, ...saved, clientSecret: 'a+b%c:d' };
		expect(await open({ n8n, bank, typed }).failure()).toMatchObject({
			code: 'settings-invalid',
			details: {
				field: 'Client Authentication',
				nextStep: expect.stringContaining('choose Body in Client Authentication'),
			},
		});
		n8n.credentials = { ...n8n.credentials, clientSecret: 'plain' };
		const plain = await open({ n8n, bank, typed }).failure();
		expect(plain).toMatchObject({ details: { field: 'Client Secret' } });
	});
});

it.each<[string, unknown]>([
	['saved and never connected', {}],
	['with what n8n itself adds', { n8n_expires_at: '1', callbackQueryString: {} }],
	['without tokens', undefined],
	['with null', null],
	['with a text', ''],
])('says to connect a credential that is %s', async (_what, oauthTokenData) => {
	const n8n = new FakeN8n();
	n8n.credentials = { oauthTokenData };
	const { session } = open({ n8n });
	await expect(session.current()).rejects.toMatchObject({
		code: 'login-required',
		details: { nextStep: expect.stringContaining('Connect the credential') },
	});
});

it('says which n8n it takes where n8n can not renew', async () => {
	const n8n = new FakeN8n();
	(n8n.context as { helpers: object }).helpers = {};
	const { failure, records } = open({ n8n });
	expect(await failure()).toMatchObject({
		code: 'settings-invalid',
		message: expect.stringContaining('n8n 1.119 or later'),
	});
	expect(records).toEqual([]);
});

it('fails in our words where n8n can not read the credential', async () => {
	const n8n = new FakeN8n();
	n8n.context.getCredentials = () => Promise.reject(new Error(`no such secret ${iban}`));
	const { session } = open({ n8n });
	await expect(session.current()).rejects.toMatchObject({
		code: 'settings-invalid',
		message: "n8n can't read the credential: no such secret SE…0003",
	});
});

describe('an audit log that can not be written', () => {
	const full = () => {
		throw new BankError('storage-failed', "The audit log can't be written: the disk is full");
	};

	it('stops the renewal before it is asked for', async () => {
		const audit = Object.assign(() => full(), { ready: async () => full() });
		const { n8n, failure } = open({ audit });
		expect(await failure()).toMatchObject({ code: 'storage-failed' });
		expect(n8n.renewals).toBe(0);
	});

	it('does not lose a renewal that was made, and is told after it', async () => {
		const { n8n, session, failure } = open({ audit: full });
		expect(await failure()).toMatchObject({
			code: 'storage-failed',
			message: expect.stringMatching(/was renewed and its tokens are stored, but .*disk is full/),
		});
		expect(await session.current()).toEqual({ accessToken: 'access-2' });
		expect(n8n.renewals).toBe(1);
	});

	it('fails in our words whatever it throws', async () => {
		const audit = () => {
			throw new TypeError(`broken ${iban}`);
		};
		expect(await open({ audit }).failure()).toMatchObject({ code: 'storage-failed' });
	});
});
