import { readConsent, toConsentStatus } from '../../../lib/models/consent';

describe('readConsent', () => {
	it('reads a created consent with its links in either form', () => {
		expect(
			readConsent({
				consentStatus: 'received',
				consentId: 'consent-1',
				_links: {
					scaRedirect: { href: 'https://bank.example/sca' },
					self: '/v1/consents/1',
					odd: 7,
				},
			}),
		).toMatchObject({
			consentId: 'consent-1',
			status: 'received',
			links: { scaRedirect: 'https://bank.example/sca', self: '/v1/consents/1' },
		});
	});

	it('reads a fetched one', () => {
		const body = {
			consentStatus: 'revokedByPsu',
			validUntil: '2026-12-31',
			frequencyPerDay: 4,
			recurringIndicator: true,
		};
		expect(readConsent(body)).toEqual({
			status: 'revoked',
			bankStatus: 'revokedByPsu',
			validUntil: '2026-12-31',
			frequencyPerDay: 4,
			recurring: true,
			links: {},
			raw: body,
		});
	});

	it('reads one in a wrapper, its numbers and flags spelled out', () => {
		const consent = {
			consentId: 7,
			consentStatus: 'valid',
			validUntil: '31.12.2026',
			frequencyPerDay: '4',
			recurringIndicator: 'false',
			links: { self: '/v1/consents/7' },
		};
		const read = {
			consentId: '7',
			validUntil: '2026-12-31',
			frequencyPerDay: 4,
			recurring: false,
			links: { self: '/v1/consents/7' },
		};
		expect(readConsent({ data: consent })).toMatchObject(read);
		expect(readConsent({ response: consent })).toMatchObject(read);
	});

	it('reads links from a list', () => {
		const body = { consentStatus: 'received', _links: [{ rel: 'scaRedirect', href: '/sca' }] };
		expect(readConsent(body).links).toEqual({ scaRedirect: '/sca' });
	});

	it('refuses a last day that is none', () => {
		expect(() => readConsent({ consentStatus: 'valid', validUntil: 'soon' })).toThrow(
			expect.objectContaining({
				details: expect.objectContaining({ field: 'validUntil' }) as unknown,
			}) as Error,
		);
	});

	it.each([{}, { consentStatus: '' }, { consentStatus: null }, null, 'valid'])(
		'refuses %j, naming the field',
		(body) => {
			expect(() => readConsent(body)).toThrow(
				expect.objectContaining({ code: 'unreadable-answer' }) as Error,
			);
		},
	);

	it.each([
		['AUTH', { status: 'valid', bankStatus: 'AUTH' }],
		['expired', { status: 'expired' }],
		['LN', { status: 'valid', bankStatus: 'LN' }],
		['napping', { status: 'other', bankStatus: 'napping' }],
	])('knows the status %s', (word, expected) => {
		expect(toConsentStatus(word)).toEqual(expected);
	});
});
