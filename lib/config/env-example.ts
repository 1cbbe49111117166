import { variables } from './variables';

/** The text of .env.example: one comment line and one assignment a variable. */
export function envExample(): string {
	const lines = Object.entries(variables).flatMap(([name, { about, example }]) => [
		`# ${about}`,
		`${example === '' ? '# ' : ''}${name}=${example}`,
		'',
	]);
	return [
		'# Settings of n8n-nodes-psd2, read from the environment of n8n. Written by: npm run env:example',
		'# n8n reads them when it starts. The environment and hosts in force are shown in the credential.',
		'',
		...lines,
		'# One host of one bank (its id in capitals, - as _): API, AUTHORIZE, TOKEN, or as its profile names it; https, or http',
		'# on this machine',
		'# PSD2_SANDBOX_BANK_SANDBOX_API_URL=http://127.0.0.1:8787/berlin-group',
		'',
	].join('\n');
}
