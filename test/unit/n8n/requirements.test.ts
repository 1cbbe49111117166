import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { oldestN8n, requireHelpers } from '../../../lib/n8n/requirements';

const helper = () => undefined as never;
const complete = {
	addExecutionHints: helper,
	getExecutionCancelSignal: helper,
	helpers: {
		httpRequest: helper,
		httpRequestWithAuthentication: helper,
		prepareBinaryData: helper,
	},
};

describe('what the nodes need of n8n', () => {
	it('is there', () => {
		expect(() => requireHelpers(complete)).not.toThrow();
	});

	it('is named where it is missing, with the version that has it', () => {
		const { addExecutionHints: _hints, ...older } = complete;
		expect(() => requireHelpers(older)).toThrow(
			'This n8n is too old for the PSD2 nodes: it has no addExecutionHints',
		);
		expect(() => requireHelpers({ ...complete, helpers: {} })).toThrow(/it has no httpRequest$/);
	});

	it('is said in package.json and README', () => {
		const read = (file: string) => readFileSync(join(__dirname, '..', '..', '..', file), 'utf8');
		const { engines } = JSON.parse(read('package.json')) as { engines: Record<string, string> };
		expect(engines).toEqual({ n8n: `>=${oldestN8n}`, node: '>=20.19' });
		expect(read('README.md')).toContain(`n8n ${oldestN8n} or later`);
	});
});
