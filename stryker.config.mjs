/**
 * `npm run test:mutation`: would the tests notice? Only where a silent mistake falsifies somebody's books:
 * amounts, dates, ids and paging.
 */
export default {
	mutate: [
		'lib/models/money.ts',
		'lib/models/dates.ts',
		'lib/sync/identity.ts',
		'lib/standards/kit/next-link.ts',
		'lib/standards/kit/asking.ts',
		'lib/client/listing.ts',
	],
	testRunner: 'jest',
	jest: { configFile: 'test/mutation.jest.config.js', enableFindRelatedTests: false },
	coverageAnalysis: 'perTest',
	concurrency: 2,
	reporters: ['clear-text', 'progress'],
	clearTextReporter: { allowColor: false, logTests: false },
	thresholds: { high: 95, low: 85, break: 85 },
	ignorePatterns: [
		'runtime',
		'runtime-oldest',
		'out',
		'dist',
		'.cache',
		'docs',
		'examples',
		'bench',
	],
	tempDirName: 'out/mutation',
	timeoutMS: 3_000,
};
