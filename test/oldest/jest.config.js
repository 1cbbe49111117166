const e2e = require('../e2e/jest.config.js');

/** Apart from the end-to-end tests: another n8n, which nobody else needs. */
module.exports = {
	...e2e,
	displayName: 'oldest',
	testMatch: ['<rootDir>/test/oldest/**/*.test.ts'],
};
