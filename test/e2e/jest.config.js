const { projects, reporters } = require('../../jest.config.js');

/** Apart from the other suites: these start a real n8n and a real browser. */
module.exports = {
	...projects[0],
	displayName: 'e2e',
	rootDir: '../..',
	testMatch: ['<rootDir>/test/e2e/**/*.test.ts'],
	globalSetup: '<rootDir>/test/e2e/support/pack.ts',
	testTimeout: 180_000,
	reporters,
};
