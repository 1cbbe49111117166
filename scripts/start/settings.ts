import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sandboxBank } from '../../lib/banks/sandbox-bank';
import { settleSync } from '../../lib/outcome';
import type { BankProfile } from '../../lib/profile/profile';
import { playedBanks } from '../bank/environment';
import type { Login } from '../n8n/api';
import { projectFolder } from '../process/project';
import { SetupError } from '../process/setup-error';

export interface StartSettings {
	/** Ends after the run instead of staying up. */
	readonly once: boolean;
	/** Id of the profile whose persona is logged in to. */
	readonly bank: BankProfile;
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
	const { once, bank } = readArguments(programArguments);
	const home = join(projectFolder, '.n8n-home');
	return {
		once,
		bank,
		port: readPort(environment, portVariable, 5678),
		bankPort: readPort(environment, bankPortVariable, 8787),
		home,
		out: join(projectFolder, 'out'),
		login: readLogin(home),
	};
}

/** `--once`, and `--bank <id>` for another bank than the sandbox's own. */
export function readArguments(
	programArguments: readonly string[],
): Pick<StartSettings, 'once' | 'bank'> {
	const parsed = settleSync(() =>
		parseArgs({
			args: [...programArguments],
			options: {
				once: { type: 'boolean', default: false },
				bank: { type: 'string', default: sandboxBank.id },
			},
		}),
	);
	if ('error' in parsed) {
		throw new SetupError(
			`npm start knows only --once and --bank (npm start -- --once --bank ${sandboxBank.id}), not ${programArguments.join(' ')}.`,
		);
	}
	const { once, bank: id } = parsed.value.values;
	const bank = playedBanks.find((one) => one.id === id);
	if (bank !== undefined) return { once, bank };
	const ids = playedBanks.map((one) => one.id).join(', ');
	throw new SetupError(`The sandbox plays no bank ${id}; it plays ${ids}.`);
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
