/** `npm run test:e2e`: a real n8n and a real browser; one file at a time, each with an n8n of its own. */
import { jest, launch } from './install/launch.mjs';

await launch([jest, '--config=test/e2e/jest.config.js', '--runInBand'], { withN8n: true });
