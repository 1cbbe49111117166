import { spawnSync } from 'node:child_process';
// Not `{ statfsSync }`: a Node too old to have it must still get as far as the sentence about its age.
import fs from 'node:fs';
import { SetupError } from './step.mjs';

const oldestNode = 20;

export function requireNode(version = process.versions.node) {
	if (Number.parseInt(version, 10) >= oldestNode) return;
	throw new SetupError(
		`This is Node ${version}; Node ${oldestNode} or newer is needed to install. Get it from https://nodejs.org and run the command again (Node 24, which n8n runs on, is then installed into the project by itself).`,
	);
}

export function requireNpm() {
	if (isOnPath('npm')) return;
	throw new SetupError(
		'npm was not found. It comes with Node: install Node from https://nodejs.org (on Debian or Ubuntu also: apt-get install npm), then run the command again.',
	);
}

/** `gigabytes` is what the installation takes at its fullest, npm's cache included. */
export function requireDisk(folder, gigabytes, purpose) {
	const free = freeGigabytes(folder);
	if (free >= gigabytes) return;
	throw new SetupError(
		`${purpose} needs about ${gigabytes} GB and the disk of ${folder} has ${free.toFixed(1)} GB left. Free some space and run the command again.`,
	);
}

export function freeGigabytes(folder) {
	const { bavail, bsize } = fs.statfsSync(folder);
	return (bavail * bsize) / 1e9;
}

/** Names the tools of node-gyp that are missing on this machine, empty where all are there. */
export function missingCompilerTools() {
	const missing = [];
	if (!isOnPath('make')) missing.push('make');
	if (!['c++', 'g++', 'clang++'].some(isOnPath)) missing.push('a C++ compiler');
	if (!['python3', 'python'].some(isOnPath)) missing.push('Python 3');
	return process.platform === 'win32' ? [] : missing;
}

function isOnPath(command) {
	return (
		spawnSync(command, ['--version'], { stdio: 'ignore', shell: process.platform === 'win32' })
			.status === 0
	);
}
