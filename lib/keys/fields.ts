/** The fields of the credential as its user sees them. */
export const transportFields = {
	certificate: 'Transport Certificate',
	key: 'Transport Key',
	passphrase: 'Key Passphrase',
	ca: "Bank's CA",
} as const;

export const signingFields = {
	certificate: 'Signing Certificate',
	key: 'Signing Key',
	passphrase: 'Key Passphrase',
	keyId: 'Key ID',
} as const;
