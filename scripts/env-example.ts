/** `npm run env:example`: writes .env.example from the settings' own table. */
import { writeFileSync } from 'node:fs';
import { envExample } from '../lib/config/env-example';

export function main(): void {
	writeFileSync('.env.example', envExample());
}
