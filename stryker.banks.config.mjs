import base from './stryker.config.mjs';

/**
 * `MUTATION_BANK=<bank> npm run test:mutation -- stryker.banks.config.mjs`: would a bank's suite notice a header, a
 * parameter or a step that is gone? Without the variable: all banks, which takes hours. Survivors are read, not counted:
 * sentences for people are tested elsewhere.
 */
const bank = process.env.MUTATION_BANK;
const dialect = '{login,decoupled,session,wire}.ts';

export default {
	...base,
	mutate:
		bank === undefined
			? [
					...['lib/banks/**/*.ts', '!lib/banks/{index,other-bank}.ts'],
					...[`lib/standards/*/${dialect}`, 'lib/standards/oauth2.ts'],
				]
			: [
					...[`lib/banks/${bank}.ts`, `lib/banks/${bank}/**/*.ts`],
					`lib/standards/${bank}/${dialect}`,
				],
	jest: { ...base.jest, configFile: 'test/mutation-banks.jest.config.js' },
	thresholds: { high: 95, low: 80, break: null },
	timeoutMS: 10_000,
};
