/** `npm test`: unit, contract, integration, banks, recorded. */
import { jest, launch } from './install/launch.mjs';

await launch([jest]);
