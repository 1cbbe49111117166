import { isEgressShaped } from '../../../lib/config/egress';

describe('what leaves calls to n8n’s request helper', () => {
	it.each([
		{ HTTP_PROXY: 'http://proxy.example:3128' },
		{ https_proxy: 'http://proxy.example:3128' },
		{ ALL_PROXY: 'http://proxy.example:3128', NO_PROXY: '*' },
		{ npm_config_proxy: 'http://proxy.example:3128' },
		{ npm_config_https_proxy: 'http://proxy.example:3128' },
		{ N8N_ENFORCE_GLOBAL_USER_AGENT: 'true' },
		{ N8N_OTEL_ENABLED: '1' },
	])('%j', (environ) => {
		expect(isEgressShaped(environ)).toBe(true);
	});

	it.each([
		{},
		{ HTTP_PROXY: '' },
		{ NO_PROXY: 'bank.example' },
		{ N8N_ENFORCE_GLOBAL_USER_AGENT: 'false', N8N_OTEL_ENABLED: '0' },
		{ PSD2_PROXY: 'x' },
	])('not %j', (environ) => {
		expect(isEgressShaped(environ)).toBe(false);
	});
});
