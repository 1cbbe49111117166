/** `npm run test:oldest`: the oldest n8n that the package works with, on the Node of its time. */
import { jest, launch } from './install/launch.mjs';

await launch([jest, '--config=test/oldest/jest.config.js', '--runInBand'], {
	withN8n: 'runtime-oldest',
});
