import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { handOver, handOverKey } from '../../../lib/n8n/bank-login-credential';

const credentials = (): ICredentialDataDecryptedObject => ({
	clientId: 'client',
	marker: '',
	tokens: 'the old ones',
	[handOverKey]: { tokens: 'the new ones' } as never,
});

describe('tokens that are handed over to be stored', () => {
	it('are what n8n 2 stores', () => {
		expect(handOver(credentials())).toEqual({
			marker: expect.stringMatching(/^\d+$/),
			tokens: 'the new ones',
		});
	});

	it('are stored in one place by n8n 1, too, which stores all that it was given', () => {
		const given = credentials();
		const stored = Object.assign(given, handOver(given));
		expect(Object.keys(stored).sort()).toEqual(['clientId', 'marker', 'tokens']);
		expect(stored.tokens).toBe('the new ones');
	});

	it('change nothing where nothing is handed over', () => {
		expect(handOver({ tokens: 'the old ones' })).toEqual({});
	});
});
