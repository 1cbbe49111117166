const { projects } = require('../jest.config.js');

const unit = projects.find(({ displayName }) => displayName === 'unit');

/** The tests of what is mutated, and no others: hundreds of runs have to fit into minutes. */
module.exports = {
	...unit,
	rootDir: '..',
	setupFiles: ['<rootDir>/test/mutation.setup.js'],
	testMatch: [
		'models/{money,dates}',
		'sync/{identity,distinguish}',
		'standards/{next-link,paging}',
	].map((name) => `<rootDir>/test/unit/${name}.test.ts`),
};
