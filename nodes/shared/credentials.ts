import type { INodeCredentialDescription } from 'n8n-workflow';

/** The logins a reading node takes. */
export const bankCredentials: INodeCredentialDescription[] = [
	{ name: 'psd2OAuth2Api', required: true },
];
