import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { envExample } from '../../../lib/config/env-example';
import { readSettings } from '../../../lib/config/settings';
import { variables } from '../../../lib/config/variables';

describe('.env.example', () => {
	it('is what npm run env:example writes', () => {
		const file = readFileSync(resolve(__dirname, '../../../.env.example'), 'utf8');
		expect(file).toBe(envExample());
	});

	it('has every variable with a line of its own', () => {
		for (const name of Object.keys(variables)) {
			expect(envExample()).toMatch(new RegExp(`^# .{10,}\\n(?:# )?${name}=`, 'm'));
		}
	});

	it('says that the list of accounts is kept even where nothing else is', () => {
		const { about } = variables.PSD2_CACHE_SECONDS;
		expect(about).toMatch(
			/0: .*but the list of accounts.* is used for 12 hours whatever is set here/,
		);
	});

	it('changes nothing where it is taken over as it is', () => {
		const set = envExample()
			.split('\n')
			.filter((line) => /^PSD2_/.test(line))
			.map((line) => line.split('=', 2) as [string, string]);
		expect(readSettings(Object.fromEntries(set))).toEqual(readSettings({}));
	});
});
