const { projects } = require('../jest.config.js');

const bank = process.env.MUTATION_BANK ?? '';

const folders = ['banks', 'banks/suite', 'unit/banks', 'unit/standards'];

/** A bank at its persona, and what is known of its words; or all of them. */
module.exports = {
	...projects.find(({ displayName }) => displayName === 'banks'),
	rootDir: '..',
	testMatch: folders.map((folder) => `<rootDir>/test/${folder}/${bank}*.test.ts`),
};
