/** For programs that don't start under libfaketime (`npm run test:calendar`), as Redis with its jemalloc. */
export function realClock(): NodeJS.ProcessEnv {
	const { LD_PRELOAD: _, ...environment } = process.env;
	return environment;
}
