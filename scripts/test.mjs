/** `npm test`: unit, contract, integration, recorded. */
import { jest, launch } from './install/launch.mjs';

await launch([jest]);
