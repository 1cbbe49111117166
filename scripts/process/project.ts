import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './setup-error';

/** npm scripts and jest run in the project's folder; the code may be a bundle elsewhere. */
export const projectFolder = process.cwd();

if (!existsSync(join(projectFolder, 'runtime', 'package.json'))) {
	throw new SetupError(`Run this in the project's folder; ${projectFolder} is another one.`);
}
