import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runtime } from '../../../scripts/n8n/server';
import type { Stage } from './stage';

export interface DecryptedCredential {
	readonly type: string;
	readonly data: Readonly<Record<string, unknown>>;
}

/** What is inside the credentials, by n8n's own export for administrators. */
export function decryptedCredentials({ home }: Stage): readonly DecryptedCredential[] {
	const file = join(tmpdir(), `psd2-export-${process.pid}.json`);
	const programs = join(runtime, 'node_modules');
	execFileSync(
		join(programs, '.bin', 'node'),
		[
			join(programs, 'n8n', 'bin', 'n8n'),
			'export:credentials',
			'--all',
			'--decrypted',
			`--output=${file}`,
		],
		{
			stdio: 'pipe',
			env: {
				PATH: process.env['PATH'],
				HOME: process.env['HOME'],
				N8N_USER_FOLDER: home,
				N8N_DIAGNOSTICS_ENABLED: 'false',
			},
		},
	);
	const credentials = JSON.parse(readFileSync(file, 'utf8')) as readonly DecryptedCredential[];
	rmSync(file);
	return credentials;
}
