import { randomBytes } from 'node:crypto';
import type { IAllExecuteFunctions, ICredentialDataDecryptedObject } from 'n8n-workflow';
import { BankError } from '../errors';
import type { Clock } from '../http/port';
import { withLease } from '../store/lease';
import type { Store } from '../store/store';
import { bankLoginType } from './bank-login-credential';
import { handOver } from './hand-over';

interface SealKeyOptions {
	readonly context: IAllExecuteFunctions;
	readonly store: Store;
	readonly clock: Clock;
	/** A digest of the credential's id. */
	readonly connectionId: string;
}

const waitMs = 30_000;

/** The credential's own key; `undefined`: none has been made yet. */
export const sealKeyIn = ({ sealKey }: ICredentialDataDecryptedObject): string | undefined =>
	typeof sealKey === 'string' && sealKey !== '' ? sealKey : undefined;

/**
 * The key under which everything of a connection is sealed that leaves n8n's credential: logins under way, links,
 * marks of accounts, kept answers. Not the client's secret, which some banks don't give and others change. Made once, by
 * whoever needs it first, under the lease of everything that is written to the credential.
 */
export async function sealKeyOf({
	context,
	store,
	clock,
	connectionId,
}: SealKeyOptions): Promise<string> {
	const read = async () => sealKeyIn(await context.getCredentials(bankLoginType));
	const known = await read();
	if (known !== undefined) return known;
	return await withLease(store, `refresh/${connectionId}`, { clock, waitMs }, async () => {
		const made = (await read()) ?? randomBytes(32).toString('base64url');
		await handOver(context, { sealKey: made });
		if ((await read()) === made) return made;
		throw new BankError('storage-failed', "n8n's database does not keep the credential's key", {
			nextStep: 'Check that n8n can write its database, and that the credential is saved',
		});
	});
}
