/** `npm run bench [-- name sizes… --runs=n]`: figures into bench/results, their ratios into docs/benchmarks.md. */
import { launch, typescript } from './install/launch.mjs';

await launch(typescript('bench/index.ts'), { withN8n: true });
