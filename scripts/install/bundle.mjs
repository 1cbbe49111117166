import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes what esbuild made (`write: false`), each file whole or not at all: whoever runs the same thing beside us
 * never loads half a file.
 */
export function writeWhole(outputFiles) {
	for (const { path, contents } of outputFiles) {
		const half = `${path}.${process.pid}`;
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(half, contents);
		renameSync(half, path);
	}
}
