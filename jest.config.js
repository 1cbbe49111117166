/** Suites are folders: unit and contract need nothing, integration starts the sandbox bank, recorded reads ../shared. */
const base = {
	testEnvironment: 'node',
	transform: {
		'^.+\\.[jt]s$': [
			'@swc/jest',
			{
				jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
				module: { type: 'commonjs' },
			},
		],
	},
	// p-retry is published as ES modules only.
	transformIgnorePatterns: ['/node_modules/(?!(p-retry|is-network-error)/)'],
	modulePathIgnorePatterns: [
		'<rootDir>/dist/',
		'<rootDir>/runtime/',
		'<rootDir>/runtime-oldest/',
		'<rootDir>/out/',
		'<rootDir>/.cache/',
	],
};

const suite = (name, extra = {}) => ({
	...base,
	...extra,
	displayName: name,
	testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
});

/** A thread is started from a file that Node can load as it is. */
const threads = {
	globalSetup: '<rootDir>/scripts/jest-compile.mjs',
	moduleNameMapper: { '^\\./thread$': '<rootDir>/.cache/jest/nodes/Psd2ExcelExport/thread.js' },
};

module.exports = {
	projects: [suite('unit'), suite('contract'), suite('integration', threads), suite('banks'), suite('recorded')],
	// No test waits for time; this is for machines that are busy with something else.
	testTimeout: 60_000,
	reporters: ['default', '<rootDir>/scripts/jest-count-reporter.js'],
};
