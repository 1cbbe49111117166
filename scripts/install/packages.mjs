import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freeGigabytes, requireDisk, requireNpm } from './requirements.mjs';
import { runQuietly, SetupError } from './step.mjs';

/** Node as an npm package: the one that n8n needs, whatever Node the machine has. */
export const nodeBinary = (folder) => join(folder, 'node_modules', '.bin', 'node');

/** The headers that come with that Node; without them node-gyp would download some. */
export function nodeHeaders(folder) {
	const architecture = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
	return [
		join(folder, 'node_modules', 'node', 'node_modules', architecture),
		join(folder, 'node_modules', architecture),
	].find((candidate) => existsSync(join(candidate, 'include', 'node')));
}

/**
 * Makes `folder/node_modules` what its lock says. Scripts of packages stay off (.npmrc), except
 * Node's own, which fetches the binary.
 */
export async function installPackages(folder, { title, gigabytes, node = 'Node 24' }) {
	if (isStale(folder)) {
		requireNpm();
		requireDisk(folder, gigabytes, title);
		const before = freeGigabytes(folder);
		await npm(folder, title, ['ci'], {}, () => {
			const written = Math.max(before - freeGigabytes(folder), 0);
			return `${written.toFixed(1)} GB written`;
		});
	}
	if (!existsSync(nodeBinary(folder)) || !nodeHeaders(folder)) await rebuild(folder, 'node', node);
}

/** Runs the install script of one package, the only way scripts run here. */
export async function rebuild(folder, name, title, environment = {}) {
	requireNpm();
	await npm(
		folder,
		`Setting up ${title}`,
		['rebuild', name, '--ignore-scripts=false'],
		environment,
	);
}

async function npm(folder, title, commandArguments, environment, progress) {
	const { ok, output } = await runQuietly('npm', {
		title,
		arguments: commandArguments,
		folder,
		environment,
		progress,
	});
	if (ok) return;
	const words = `npm ${commandArguments.join(' ')} failed in ${folder}.`;
	if (/ENOSPC|no space left/i.test(output)) {
		throw new SetupError(`${words} The disk is full: free some space and run the command again.`);
	}
	if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET/.test(output)) {
		throw new SetupError(
			`${words} The package registry could not be reached: check the network (and npm's proxy setting), then run the command again.\n\n${tail(output)}`,
		);
	}
	throw new SetupError(`${words} The last lines say why:\n\n${tail(output)}`);
}

/** Whether something the lock asks for is missing or has another version. Costs two JSON files. */
export function isStale(folder) {
	const installed = join(folder, 'node_modules', '.package-lock.json');
	if (!existsSync(installed)) return true;
	const wanted = readJson(join(folder, 'package-lock.json')).packages;
	const there = readJson(installed).packages;
	return Object.entries(wanted).some(
		([path, { version, optional, devOptional, peer, link }]) =>
			path !== '' &&
			!link &&
			there[path]?.version !== version &&
			// Left out by npm where they don't fit the machine.
			!((optional || devOptional || peer) && there[path] === undefined),
	);
}

function readJson(path) {
	return JSON.parse(readFileSync(path, 'utf8'));
}

function tail(output) {
	return output.trimEnd().split('\n').slice(-25).join('\n');
}
