/** `npm start [-- --once]`: from a clean clone to an Excel file. */
import { launch, typescript } from './install/launch.mjs';

await launch(typescript('scripts/start/main.ts'), { withN8n: true });
