/**
 * `npm run test:calendar [-- --quick] [-- arguments of jest]`: every suite of `npm test` at the moments at which
 * calendars differ. `--quick`: at three of them, and of the tests only those that speak of days.
 */
import { runAtMoments } from './calendar/run.mjs';
import { ensureProject } from './install/project.mjs';
import { runMain } from './install/step.mjs';

await runMain(async () => {
	await ensureProject();
	return runAtMoments(process.argv.slice(2));
});
