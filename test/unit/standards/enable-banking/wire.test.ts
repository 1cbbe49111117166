import { createVerify, generateKeyPairSync } from 'node:crypto';
import type { Holder, Sending } from '../../../../lib/profile/wire';
import { wire } from '../../../../lib/standards/enable-banking/wire';

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
	modulusLength: 2048,
	publicKeyEncoding: { type: 'spki', format: 'pem' },
	privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const now = Date.UTC(2031, 4, 17, 12);

const sending = (changes: Partial<Sending> = {}): Sending => ({
	request: { method: 'GET', path: '/accounts/u/balances' },
	url: 'https://bank.example/accounts/u/balances',
	requestId: 'r',
	now,
	client: { id: 'application-1', signing: { key: privateKey } },
	hosts: { api: 'https://bank.example' },
	constants: {},
	operation: 'balances',
	as: 'person',
	facts: {},
	...changes,
});

it('signs a JWT of the application for each call', () => {
	const [kind, jwt = ''] = wire.authorization(sending()).split(' ');
	expect(kind).toBe('Bearer');
	const [header = '', claims = '', signature = ''] = jwt.split('.');
	const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as unknown;
	expect(read(header)).toEqual({ typ: 'JWT', alg: 'RS256', kid: 'application-1' });
	expect(read(claims)).toEqual({
		iss: 'enablebanking.com',
		aud: 'api.enablebanking.com',
		iat: now / 1000,
		exp: now / 1000 + 600,
	});
	const isGood = createVerify('RSA-SHA256')
		.update(`${header}.${claims}`)
		.verify(publicKey, signature, 'base64url');
	expect(isGood).toBe(true);
});

it('names the field where the key is missing, or another kind', () => {
	expect(() => wire.authorization(sending({ client: { id: 'a' } }))).toThrow(
		expect.objectContaining({ code: 'settings-invalid' }),
	);
	const ec = generateKeyPairSync('ec', {
		namedCurve: 'P-256',
		publicKeyEncoding: { type: 'spki', format: 'pem' },
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
	}).privateKey;
	expect(() => wire.authorization(sending({ client: { id: 'a', signing: { key: ec } } }))).toThrow(
		expect.objectContaining({ code: 'settings-invalid' }),
	);
});

describe('the headers of the account holder', () => {
	const holder: Holder = { psuIpAddress: '192.0.2.7', psuUserAgent: 'a browser', language: 'sv' };
	const required = (...names: string[]) => sending({ facts: { psuHeaders: names.join(' ') } });

	it('are the address and the browser where the bank wants nothing particular', () => {
		expect(wire.attendance(holder, sending())).toEqual({
			'psu-ip-address': '192.0.2.7',
			'psu-user-agent': 'a browser',
		});
		expect(wire.attendance({ psuIpAddress: '192.0.2.7' }, sending())).toEqual({
			'psu-ip-address': '192.0.2.7',
		});
	});

	it('are all that the bank wants, or none', () => {
		expect(wire.attendance(holder, required('Psu-Ip-Address', 'Psu-Accept-Language'))).toEqual({
			'psu-ip-address': '192.0.2.7',
			'psu-user-agent': 'a browser',
			'psu-accept-language': 'sv',
		});
		const bare = { psuIpAddress: '192.0.2.7' };
		expect(wire.attendance(bare, required('Psu-Ip-Address', 'Psu-User-Agent'))).toEqual({});
		expect(wire.attendance(holder, required('Psu-Geo-Location'))).toEqual({});
	});

	it.each([
		...['10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.2', '127.0.0.1', '169.254.1.1'],
		...['100.64.0.1', '0.0.0.0', '::1', '::', 'fe80::1', 'fd00::1', '::ffff:10.0.0.1', 'nobody'],
	])('are none for %s, which is nowhere to a bank', (psuIpAddress) => {
		expect(wire.attendance({ ...holder, psuIpAddress }, sending())).toEqual({});
	});

	it.each(['172.32.0.1', '100.128.0.1', '2001:db8::1'])('are there for %s', (psuIpAddress) => {
		expect(wire.attendance({ ...holder, psuIpAddress }, sending())).toMatchObject({
			'psu-ip-address': psuIpAddress,
		});
	});

	it('go with calls about an account only', () => {
		const request = { method: 'GET', path: '/sessions/s' } as const;
		expect(wire.attendance(holder, sending({ request }))).toEqual({});
	});
});
