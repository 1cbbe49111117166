import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { BankError } from '../errors';
import { signingFields, transportFields } from '../keys/fields';
import { readSigningKeys, type SigningKeys } from '../keys/signing';
import { readTransportKeys, type TransportKeys } from '../keys/transport';
import { n8nClock } from './clock';
import { isSignedBy } from './key-fields';
import type { KeysNeeded } from '../profile/hosts';

export interface Keys {
	readonly transport?: TransportKeys;
	readonly signing?: SigningKeys;
}

/**
 * The keys of a credential, put right and checked; not what its bank has no field for: nobody could correct that. Throws
 * `settings-invalid` that names the field; also where one is needed and not there.
 */
export function keysOf(
	credentials: ICredentialDataDecryptedObject,
	needed: KeysNeeded = {},
	now = n8nClock.now(),
): Keys {
	const text = (name: string) => {
		const value = credentials[name];
		return typeof value === 'string' ? value : '';
	};
	const passphrase = text('keyPassphrase');
	const transport = readTransportKeys(
		{
			certificate: text('transportCertificate'),
			key: text('transportKey'),
			passphrase,
			ca: text('bankAuthority'),
		},
		transportFields,
		now,
	);
	const signing = readSigningKeys(
		{
			certificate: isSignedBy('certificate', needed) ? text('signingCertificate') : '',
			key: text('signingKey'),
			passphrase,
			keyId: isSignedBy('key-id', needed) ? text('keyId') : '',
		},
		signingFields,
		now,
	);
	if (needed.transport === 'required' && transport?.certificate === undefined) {
		throw missing(transportFields.certificate, 'the bank lets nobody connect without one');
	}
	if (needed.signing === 'required' && signing === undefined) {
		throw missing(signingFields.key, 'the bank takes signed requests only');
	}
	return { ...(transport && { transport }), ...(signing && { signing }) };
}

const missing = (field: string, why: string) =>
	new BankError('settings-invalid', `${field} of the credential is empty, and ${why}`, {
		field,
		nextStep: `Open the credential and fill in ${field}`,
	});
