import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:https';
import { startSandbox, type Sandbox } from '../../../sandbox';
import type { MadePair } from '../../../sandbox/tls/certificates';
import { toy } from '../../support/toy-persona';

let sandbox: Sandbox;

beforeAll(async () => {
	const guarded = {
		...toy('guarded'),
		transport: { value: 'certificate', fact: 'banks §2.1 Credentials' },
	} as const;
	sandbox = await startSandbox({ tls: true }, [guarded, toy('open')]);
});
afterAll(() => sandbox.close());

const secure = () => {
	if (sandbox.secure === undefined) throw new Error('no HTTPS');
	return sandbox.secure;
};

/** A new connection for each call; sessions are resumed. */
const agent = new Agent({ keepAlive: false });

interface Answer {
	readonly status: number | undefined;
	readonly body: Record<string, unknown>;
}

function get(path: string, shown?: MadePair, ca = secure().certificates.authority) {
	return new Promise<Answer>((resolve, reject) => {
		const call = request(
			secure().url + path,
			{
				ca,
				agent,
				headers: { 'x-request-id': randomUUID() },
				...(shown && { cert: shown.certificate, key: shown.key }),
			},
			(answer) => {
				let text = '';
				answer.on('data', (part: Buffer) => (text += part.toString()));
				answer.on('end', () => {
					resolve({
						status: answer.statusCode,
						body: JSON.parse(text) as Record<string, unknown>,
					});
				});
			},
		);
		call.on('error', reject);
		call.end();
	});
}

it('lets the right certificate through, also where a session is resumed', async () => {
	const { client } = secure().certificates;
	for (let time = 0; time < 3; time += 1) {
		expect((await get('/guarded/accounts', client)).body).toMatchObject({
			why: 'missing-token',
		});
	}
});

it.each([
	['none', 'missing-certificate', /is needed/],
	['expired', 'bad-certificate', /expired/],
	['notYetValid', 'bad-certificate', /not yet valid/],
	['foreign', 'bad-certificate', /verify/],
] as const)('refuses the certificate "%s" in the words of the bank', async (which, why, text) => {
	const shown = which === 'none' ? undefined : secure().certificates[which];
	const { body } = await get('/guarded/accounts', shown);
	expect(body).toMatchObject({ why, call: 'accounts', text: expect.stringMatching(text) });
});

it('asks for none where the bank wants none, on pages, and over plain HTTP', async () => {
	expect((await get('/open/accounts')).body).toMatchObject({ why: 'missing-token' });
	const page = await fetch(`${sandbox.url}/guarded/authorize`);
	expect(page.headers.get('content-type')).toContain('text/html');
	const plain = await fetch(`${sandbox.url}/guarded/accounts`, {
		headers: { 'x-request-id': randomUUID() },
	});
	expect(await plain.json()).toMatchObject({ why: 'missing-token' });
});

it('shows a certificate of its own authority only', async () => {
	const another = secure().certificates.foreign.certificate;
	await expect(get('/open/accounts', undefined, another)).rejects.toThrow(/certificate/);
});

it('makes another authority at each start, and has none unless asked', async () => {
	const other = await startSandbox({ tls: true }, []);
	const plain = await startSandbox({}, []);
	try {
		expect(other.secure?.certificates.authority).not.toBe(secure().certificates.authority);
		expect(plain.secure).toBeUndefined();
	} finally {
		await Promise.all([other.close(), plain.close()]);
	}
});

it('hands the certificates to whoever has the admin key', async () => {
	const ask = async (path: string) => {
		const headers = { 'x-sandbox-admin': sandbox.adminKey };
		const answer = await fetch(sandbox.adminUrl + path, { headers });
		return (await answer.json()) as Record<string, unknown>;
	};
	const { certificates } = secure();
	expect(await ask('/certificates')).toEqual({
		authority: certificates.authority,
		client: certificates.client,
		expired: certificates.expired,
		notYetValid: certificates.notYetValid,
		foreign: certificates.foreign,
	});
});
