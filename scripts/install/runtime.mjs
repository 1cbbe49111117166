import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installPackages, nodeHeaders, rebuild } from './packages.mjs';
import { projectFolder } from './project.mjs';
import { missingCompilerTools } from './requirements.mjs';
import { SetupError } from './step.mjs';

/** The n8n that `npm start` and the end-to-end tests run, and the oldest that the package is tried with. */
const runtimes = {
	runtime: {
		title: 'Installing n8n (2.9 GB, about 3 minutes, once)',
		gigabytes: 4.5,
	},
	'runtime-oldest': {
		title: 'Installing the oldest n8n that is tried (1.9 GB, about 2 minutes, once)',
		gigabytes: 3.5,
		node: 'Node 22',
	},
};

const databaseDriver = (folder) =>
	join(folder, 'node_modules/sqlite3/build/Release/node_sqlite3.node');

/** A real, pinned n8n: big, so each has its own folder. */
export async function ensureRuntime(name = 'runtime') {
	const folder = join(projectFolder, name);
	const missing = existsSync(databaseDriver(folder)) ? [] : missingCompilerTools();
	if (missing.length > 0) {
		process.stdout.write(
			`Missing on this machine: ${missing.join(', ')}. n8n's database driver may need them at the end.\n`,
		);
	}
	await installPackages(folder, runtimes[name]);
	if (!existsSync(databaseDriver(folder))) await buildDatabaseDriver(folder, missing);
}

/** sqlite3 fetches a ready binary where it may, else compiles with node-gyp. */
async function buildDatabaseDriver(folder, missing) {
	try {
		await rebuild(folder, 'sqlite3', "n8n's database driver (compiling, about 2 minutes)", {
			npm_config_nodedir: nodeHeaders(folder) ?? '',
		});
	} catch (error) {
		if (missing.length === 0) throw error;
		throw new SetupError(
			`n8n's database driver (sqlite3) must be compiled on this machine, and it lacks: ${missing.join(', ')}. On Debian or Ubuntu: apt-get install build-essential python3. On macOS: xcode-select --install. Then run the command again.`,
		);
	}
}
