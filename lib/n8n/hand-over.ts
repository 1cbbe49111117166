import type {
	IAllExecuteFunctions,
	ICredentialDataDecryptedObject,
	IDataObject,
} from 'n8n-workflow';
import { settle } from '../outcome';
import { bankLoginType } from './bank-login-credential';

/** The address of a request that is only there to have something stored: it is never sent. */
export const storeOnlyUrl = 'psd2:store-only';

/** The key under which a node hands over what is to be stored; not declared, so n8n never stores it. */
export const handOverKey = 'psd2HandOver';

/** What a node may have stored in the credential. */
export interface HandOver {
	/** From `writeStoredLogin`. */
	readonly tokens?: string;
	readonly sealKey?: string;
}

/** `preAuthentication`: n8n stores what comes back where the expirable marker is among it, and nothing else. */
export function handedOver(credentials: ICredentialDataDecryptedObject): IDataObject {
	const handed: unknown = credentials[handOverKey];
	// n8n 1 stores the whole of what it was given, with what comes back.
	delete credentials[handOverKey];
	if (typeof handed !== 'object' || handed === null) return {};
	const stored = Object.entries(handed).filter(
		([name, value]) => (name === 'tokens' || name === 'sealKey') && typeof value === 'string',
	);
	return stored.length === 0
		? {}
		: { marker: String(Date.now()), ...(Object.fromEntries(stored) as IDataObject) };
}

/** Never sends anything: the credential stops the request when n8n has stored what it carries. */
export async function handOver(context: IAllExecuteFunctions, handed: HandOver): Promise<void> {
	const credentials = await context.getCredentials(bankLoginType);
	const details = context.getNode().credentials?.[bankLoginType];
	const data = { ...credentials, marker: '', [handOverKey]: { ...handed } };
	await settle(
		context.helpers.httpRequestWithAuthentication.call(
			context,
			bankLoginType,
			{ url: storeOnlyUrl },
			{
				credentialsDecrypted: {
					id: details?.id ?? '',
					name: details?.name ?? '',
					type: bankLoginType,
					data,
				},
			},
		),
	);
}
