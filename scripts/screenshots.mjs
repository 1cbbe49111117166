/** `node scripts/screenshots.mjs`: takes the pictures of the docs again, from the real editor. */
import { launch, typescript } from './install/launch.mjs';

await launch(typescript('scripts/docs/screenshots.ts'), { withN8n: true });
