import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '../install/step.mjs';

/** Where Debian and Fedora put it; the variant for programs with threads. */
const usual = ['/usr/lib', '/usr/lib64', '/usr/local/lib'];
const library = join('faketime', 'libfaketimeMT.so.1');

/** Throws a `SetupError` that says where it comes from. */
export function findFaketime(folders = usual) {
	const places = folders
		.filter((folder) => existsSync(folder))
		.flatMap((folder) => [folder, ...readdirSync(folder).map((name) => join(folder, name))]);
	const found = places.map((place) => join(place, library)).find((path) => existsSync(path));
	if (found !== undefined) return found;
	throw new SetupError(
		'libfaketime was not found: the tests cannot be run at another time. On Debian or Ubuntu: apt-get install faketime. Then run the command again.',
	);
}

/**
 * The environment of a process whose clock shows this moment now and goes on from there, with all that it starts. An
 * offset, not a start: then all processes mean the same time. Timers, and files' times (Node reads them past the
 * library), stay the machine's.
 */
export function environmentAt({ at, zone }, faketime) {
	const seconds = Math.round((Date.parse(at) - Date.now()) / 1000);
	return {
		TZ: zone,
		LD_PRELOAD: faketime,
		FAKETIME: `${seconds < 0 ? '' : '+'}${seconds}`,
		FAKETIME_DONT_FAKE_MONOTONIC: '1',
		NO_FAKE_STAT: '1',
	};
}
