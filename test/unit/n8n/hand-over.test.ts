import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { handedOver, handOverKey } from '../../../lib/n8n/hand-over';

const credentials = (): ICredentialDataDecryptedObject => ({
	clientId: 'client',
	marker: '',
	tokens: 'the old ones',
	[handOverKey]: { tokens: 'the new ones' } as never,
});

describe('tokens that are handed over to be stored', () => {
	it('are what n8n 2 stores', () => {
		expect(handedOver(credentials())).toEqual({
			marker: expect.stringMatching(/^\d+$/),
			tokens: 'the new ones',
		});
	});

	it('are stored in one place by n8n 1, too, which stores all that it was given', () => {
		const given = credentials();
		const stored = Object.assign(given, handedOver(given));
		expect(Object.keys(stored).sort()).toEqual(['clientId', 'marker', 'tokens']);
		expect(stored.tokens).toBe('the new ones');
	});

	it('change nothing where nothing is handed over', () => {
		expect(handedOver({ tokens: 'the old ones' })).toEqual({});
	});
});
