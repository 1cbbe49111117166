import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installPackages, nodeHeaders, rebuild } from './packages.mjs';
import { projectFolder } from './project.mjs';
import { missingCompilerTools } from './requirements.mjs';
import { SetupError } from './step.mjs';

const runtimeFolder = join(projectFolder, 'runtime');

const databaseDriver = join(runtimeFolder, 'node_modules/sqlite3/build/Release/node_sqlite3.node');

/** The real, pinned n8n that `npm start` and the end-to-end tests run: big, so it has its own folder. */
export async function ensureRuntime() {
	const missing = existsSync(databaseDriver) ? [] : missingCompilerTools();
	if (missing.length > 0) {
		process.stdout.write(
			`Missing on this machine: ${missing.join(', ')}. n8n's database driver may need them at the end.\n`,
		);
	}
	await installPackages(runtimeFolder, {
		title: 'Installing n8n (2.9 GB, about 3 minutes, once)',
		gigabytes: 4.5,
	});
	if (!existsSync(databaseDriver)) await buildDatabaseDriver(missing);
}

/** sqlite3 fetches a ready binary where it may, else compiles with node-gyp. */
async function buildDatabaseDriver(missing) {
	try {
		await rebuild(runtimeFolder, 'sqlite3', "n8n's database driver (compiling, about 2 minutes)", {
			npm_config_nodedir: nodeHeaders(runtimeFolder) ?? '',
		});
	} catch (error) {
		if (missing.length === 0) throw error;
		throw new SetupError(
			`n8n's database driver (sqlite3) must be compiled on this machine, and it lacks: ${missing.join(', ')}. On Debian or Ubuntu: apt-get install build-essential python3. On macOS: xcode-select --install. Then run the command again.`,
		);
	}
}
