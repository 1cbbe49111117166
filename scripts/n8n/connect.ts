import { approveAtBank } from '../bank/approve';
import type { Credential, N8nApi } from './api';

/** The "Connect" button and the login at the sandbox bank, without a browser. */
export async function connectAccount(api: N8nApi, credential: Credential, person: string) {
	await api.openCallback(await approveAtBank(await api.connectUrl(credential.id), person));
}
