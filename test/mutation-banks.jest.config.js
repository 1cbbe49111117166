const { projects } = require('../jest.config.js');

const bank = process.env.MUTATION_BANK ?? '';

/** A bank at its persona, or all of them. */
module.exports = {
	...projects.find(({ displayName }) => displayName === 'banks'),
	rootDir: '..',
	testMatch: [
		`<rootDir>/test/banks/suite/${bank}*.test.ts`,
		`<rootDir>/test/banks/${bank}*.test.ts`,
	],
};
