import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Login } from '../n8n/api';
import { projectFolder } from '../process/project';
import { SetupError } from '../process/setup-error';

export interface StartSettings {
	/** Ends after the run instead of staying up. */
	readonly once: boolean;
	/** Of n8n. */
	readonly port: number;
	readonly bankPort: number;
	/** n8n's own folder: kept between starts, safe to delete. */
	readonly home: string;
	/** Where the workbook goes. */
	readonly out: string;
	readonly login: Login;
}

export const portVariable = 'PSD2_START_PORT';
export const bankPortVariable = 'PSD2_START_BANK_PORT';

export function readStartSettings(
	programArguments: readonly string[],
	environment: Environment,
): StartSettings {
	const { once } = readArguments(programArguments);
	const home = join(projectFolder, '.n8n-home');
	return {
		once,
		port: readPort(environment, portVariable, 5678),
		bankPort: readPort(environment, bankPortVariable, 8787),
		home,
		out: join(projectFolder, 'out'),
		login: readLogin(home),
	};
}

export function readArguments(programArguments: readonly string[]): { once: boolean } {
	const unknown = programArguments.find((argument) => argument !== '--once');
	if (unknown !== undefined) {
		throw new SetupError(`npm start knows only --once (npm start -- --once), not ${unknown}.`);
	}
	return { once: programArguments.includes('--once') };
}

type Environment = Readonly<Record<string, string | undefined>>;

export function readPort(environment: Environment, variable: string, usual: number): number {
	const value = environment[variable];
	if (value === undefined || value === '') return usual;
	const port = Number(value);
	if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
	throw new SetupError(`${variable} must be a port number from 1 to 65535, not "${value}".`);
}

/** Made up once for this folder: whoever connects a real bank here is not behind a known password. */
function readLogin(home: string): Login {
	const file = join(home, 'login.json');
	if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Login;
	// n8n wants a capital letter and a digit.
	const login = {
		email: 'owner@sandbox.example',
		password: `Sand1-${randomBytes(9).toString('base64url')}`,
	};
	mkdirSync(home, { recursive: true });
	writeFileSync(file, `${JSON.stringify(login)}\n`, { mode: 0o600 });
	return login;
}
