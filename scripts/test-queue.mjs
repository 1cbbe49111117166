/** `npm run test:queue`: n8n's queue mode, two workers on one bank login, Redis from Debian's redis-server. */
import { jest, launch } from './install/launch.mjs';

await launch([jest, '--config=test/queue/jest.config.js', '--runInBand'], { withN8n: true });
