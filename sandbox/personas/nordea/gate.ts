import { createHash } from 'node:crypto';
import type { Bank } from '../../bank/bank';
import { same } from '../../bank/secrets';
import { clientWith } from '../../kit/grants';
import type { Demand, TextDemand } from '../../kit/persona';
import type { Served } from '../../kit/served';
import type { Client } from '../../settings';
import { facts, unverified } from './facts';

/** How far the client's clock may run ahead of the bank's. */
const toleranceMs = 60_000;

const header = (name: string, more: Omit<TextDemand, 'in' | 'name' | 'fact'>): TextDemand => ({
	in: 'header',
	name,
	fact: facts.headers,
	...more,
});

const clientId = header('X-IBM-Client-Id', {
	reason: 'unknown-client',
	test: (id, _served, bank) => bank.clients.has(id),
});

const clientSecret = header('X-IBM-Client-Secret', {
	reason: 'unknown-client',
	test: (secret, served, bank) => same(clientNamed(served, bank)?.secret ?? '', secret),
});

const date = header('X-Nordea-Originating-Date', {
	reason: 'missing-header',
	spoilt: 'bad-header',
	text: 'X-Nordea-Originating-Date is an HTTP date that is not in the future',
	test: (text, _served, bank) => {
		const at = Date.parse(text);
		if (!/^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text) || Number.isNaN(at)) {
			return false;
		}
		return at <= bank.now() + toleranceMs || 'period';
	},
});

/** The bank's own name is right too: a client may sign for it and come through a relay. */
const host = header('X-Nordea-Originating-Host', {
	reason: 'missing-header',
	spoilt: 'bad-header',
	text: 'X-Nordea-Originating-Host is the host that is asked',
	test: (name, { header: headerOf }) => {
		const asked = headerOf('Host') ?? '';
		return [asked, asked.replace(/:\d+$/, ''), 'api.nordeaopenbanking.com'].includes(name);
	},
});

const signature = header('Signature', { reason: 'missing-signature' });

const digest = header('Digest', {
	reason: 'missing-header',
	spoilt: 'bad-signature',
	text: 'Digest is sha-256= or sha-512= and the hash of the body in base64',
	test: (value, served) => {
		const [, algorithm = '', hash = ''] = /^sha-(256|512)=(\S+)$/i.exec(value) ?? [];
		if (algorithm === '') return false;
		return digested(served).some(
			(bytes) => createHash(`sha${algorithm}`).update(bytes).digest('base64') === hash,
		);
	},
});

/**
 * The bytes of the body; of a form also its parameters in alphabetical order before they are percent-encoded,
 * which is how the bank's swagger (NordeaOB/swaggers `ia-v5.json`) and its Postman collection make the digest.
 */
function digested({ raw, form }: Served): (Buffer | string)[] {
	const parameters = Object.entries(form).map(([name, value]) => `${name}=${value}`);
	return parameters.length === 0 ? [raw] : [raw, parameters.sort().join('&')];
}

/** Every call carries these; `digest` where there is a body. */
export const everyCall: readonly Demand[] = [clientId, clientSecret, date, host, signature];
export const withBody: readonly Demand[] = [...everyCall, digest];

const clientNamed = (served: Served, bank: Bank): Client | undefined =>
	bank.clients.get(served.header('X-IBM-Client-Id') ?? '');

/** Client authentication is by these two headers only. */
export const clientOf = (served: Served, bank: Bank): Client =>
	clientWith(bank, served.header('X-IBM-Client-Id'), served.header('X-IBM-Client-Secret'));

/** No row says how presence is told; the header is in NordeaOB/swaggers `ais-v4.json`. */
export const attended = {
	value: 'x-nordea-originating-user-ip',
	fact: unverified(facts.attended),
} as const;
