/** `npm run sandbox`: the bank alone, on port 8787. */
import { launch, typescript } from './install/launch.mjs';

await launch(typescript('sandbox/main.ts'));
