/** Ends every run with one plain line, whatever the suite. */
module.exports = class CountReporter {
	onRunComplete(_contexts, results) {
		// A suite that cannot even load has no tests of its own: it still counts as a failure.
		const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
		// Jest's own summary comes after all reporters.
		process.once('exit', () => {
			process.stdout.write(`\n${results.numPassedTests} passed, ${failed} failed\n`);
		});
	}
};
