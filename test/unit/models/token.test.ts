import { readToken } from '../../../lib/models/token';

const receivedAt = 1_000_000;

describe('readToken', () => {
	it('keeps the whole answer beside what it understands', () => {
		const body = {
			access_token: 'access',
			token_type: 'bearer',
			refresh_token: 'refresh',
			expires_in: 3600,
			scope: 'AIS',
			consentId: 'consent-1',
			surprise: [1],
		};
		expect(readToken(body, receivedAt)).toEqual({
			accessToken: 'access',
			tokenType: 'bearer',
			refreshToken: 'refresh',
			scope: 'AIS',
			expiresAt: receivedAt + 3_600_000,
			consentId: 'consent-1',
			raw: body,
		});
	});

	it.each([
		['digits', { access_token: 'a', expires_in: '600' }, { expiresAt: receivedAt + 600_000 }],
		['consent_id', { access_token: 'a', consent_id: 'c' }, { consentId: 'c' }],
		['a gateway', { data: { access_token: 'a' } }, { accessToken: 'a' }],
		['scopes', { access_token: 'a', scope: ['AIS', 'PIS'] }, { scope: 'AIS PIS' }],
		['decimals', { access_token: 'a', expires_in: '600.0' }, { expiresAt: receivedAt + 600_000 }],
		[
			'capitals',
			{ accessToken: 'a', expiresIn: 60, refreshToken: 'r', consentId: 'c' },
			{ accessToken: 'a', refreshToken: 'r', expiresAt: receivedAt + 60_000, consentId: 'c' },
		],
		['Nordea', { response: { access_token: 'a' } }, { accessToken: 'a' }],
		[
			'GoCardless',
			{ access: 'a', access_expires: 60, refresh: 'r' },
			{ accessToken: 'a', refreshToken: 'r', expiresAt: receivedAt + 60_000 },
		],
	])('reads the form with %s', (_name, body, expected) => {
		expect(readToken(body, receivedAt)).toMatchObject(expected);
	});

	it('leaves out what the bank leaves out', () => {
		const body = { access_token: 'a', refresh_token: null, expires_in: null, scope: '' };
		expect(readToken(body, receivedAt)).toEqual({
			accessToken: 'a',
			tokenType: 'Bearer',
			raw: body,
		});
	});

	it.each([{}, { access_token: '' }, { access_token: 1 }, null, '', []])('refuses %j', (body) => {
		expect(() => readToken(body, receivedAt)).toThrow(
			expect.objectContaining({ code: 'unreadable-answer' }) as Error,
		);
	});

	it('never quotes a secret when it refuses', () => {
		expect(() => readToken({ access_token: ['s3cret'] }, receivedAt)).toThrow(
			/^(?!.*s3cret).*access_token/,
		);
	});
});
