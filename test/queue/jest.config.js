const e2e = require('../e2e/jest.config.js');

/** Apart from the end-to-end tests: forty executions at once on two workers take many minutes. */
module.exports = { ...e2e, displayName: 'queue', testMatch: ['<rootDir>/test/queue/**/*.test.ts'] };
