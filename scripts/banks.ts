/** `npm run banks`: writes README's table of banks from their profiles. */
import { readFileSync, writeFileSync } from 'node:fs';
import { banks } from '../lib/banks';
import { withBanksTable } from './banks/table';

export function main(): void {
	writeFileSync('README.md', withBanksTable(readFileSync('README.md', 'utf8'), banks));
}
