import type { INodeProperties } from 'n8n-workflow';
import { signingFields, transportFields } from '../keys/fields';
import type { Environment, KeysNeeded } from '../profile/hosts';
import type { BankProfile } from '../profile/profile';

export type KeyUse = 'transport' | 'signing';

const environments: readonly Environment[] = ['sandbox', 'production'];

export const needsKeys = (
	{ typed, environments: known }: BankProfile,
	environment: Environment,
): KeysNeeded => typed?.keys ?? known[environment]?.keys ?? {};

type SigningBy = NonNullable<KeysNeeded['signingBy']>;

/** Whether a signature has a use for what a bank may know its key by. */
export const isSignedBy = (by: SigningBy, { signingBy }: KeysNeeded): boolean =>
	signingBy === undefined || signingBy === by;

interface Use {
	readonly of: readonly KeyUse[];
	/** Only where the bank knows the signing key by this. */
	readonly by?: SigningBy;
	readonly isNeeded?: boolean;
}

type Field = INodeProperties & Use;

/**
 * The editor takes the line breaks out of what is pasted into a field that hides it (n8n #31007): `lib/keys` puts them
 * back. What is no secret keeps them.
 */
const secret = { type: 'string', typeOptions: { password: true }, default: '' } as const;
const shown = { type: 'string', typeOptions: { rows: 4 }, default: '' } as const;
const certificatePlaceholder = '-----BEGIN CERTIFICATE-----';
const keyPlaceholder = '-----BEGIN PRIVATE KEY-----';

const fields: readonly Field[] = [
	{
		...shown,
		displayName: transportFields.certificate,
		name: 'transportCertificate',
		placeholder: certificatePlaceholder,
		description:
			'The certificate with which your server shows the bank who is calling (mutual TLS; in the EU a QWAC), as PEM text. Paste the certificates of its issuers below it where the bank wants the whole chain.',
		of: ['transport'],
		isNeeded: true,
	},
	{
		...secret,
		displayName: transportFields.key,
		name: 'transportKey',
		placeholder: keyPlaceholder,
		description: 'The private key that the transport certificate was made for, as PEM text',
		of: ['transport'],
		isNeeded: true,
	},
	{
		...secret,
		displayName: transportFields.passphrase,
		name: 'keyPassphrase',
		description:
			'Only where a key is encrypted: its first line says ENCRYPTED, or its second. One for both keys.',
		of: ['transport', 'signing'],
	},
	{
		...shown,
		displayName: transportFields.ca,
		name: 'bankAuthority',
		placeholder: certificatePlaceholder,
		description:
			"Only where the certificate of the bank's own server comes from an issuer that is not known everywhere, as in some test environments: the issuer's certificate, as PEM text. Then no other issuer is trusted.",
		of: ['transport'],
	},
	{
		...shown,
		displayName: signingFields.certificate,
		name: 'signingCertificate',
		placeholder: certificatePlaceholder,
		description:
			'The certificate with which requests are signed (in the EU a QSEAL), as PEM text. Empty where the bank knows your public key alone.',
		of: ['signing'],
		by: 'certificate',
	},
	{
		...secret,
		displayName: signingFields.key,
		name: 'signingKey',
		placeholder: keyPlaceholder,
		description: 'The private key with which requests are signed, as PEM text',
		of: ['signing'],
		isNeeded: true,
	},
	{
		displayName: signingFields.keyId,
		name: 'keyId',
		type: 'string',
		default: '',
		description: 'What the bank calls your signing key, where it gave it a name of its own',
		of: ['signing'],
		by: 'key-id',
	},
];

/** The fields for keys, each shown for the banks and environments that have a use for it. */
export const keyFields = (banks: readonly BankProfile[], asSet: Environment): INodeProperties[] =>
	fields.flatMap(({ of, by, isNeeded = false, ...field }) =>
		groupsOf(banks, { of, isNeeded, ...(by && { by }) }).map(({ need, where, ids }) => ({
			...field,
			required: need === 'required',
			displayOptions: {
				show: { bank: ids, environment: where.includes(asSet) ? [...where, 'default'] : where },
			},
		})),
	);

interface Group {
	readonly need: 'required' | 'optional';
	readonly where: Environment[];
	readonly ids: string[];
}

/** Banks that show a field alike: n8n can't say "this bank there and that bank here" of one field. */
function groupsOf(banks: readonly BankProfile[], use: Use): readonly Group[] {
	const groups = new Map<string, Group>();
	for (const bank of banks) {
		for (const need of ['required', 'optional'] as const) {
			const where = environments.filter((environment) => needOf(bank, environment, use) === need);
			if (where.length === 0) continue;
			const name = [need, ...where].join(' ');
			const group = groups.get(name) ?? { need, where, ids: [] };
			groups.set(name, group);
			group.ids.push(bank.id);
		}
	}
	return [...groups.values()];
}

function needOf(bank: BankProfile, environment: Environment, { of, by, isNeeded = false }: Use) {
	const needed = needsKeys(bank, environment);
	if (by !== undefined && !isSignedBy(by, needed)) return undefined;
	const needs = of.map((use) => needed[use]);
	const isTold = by !== undefined && by === needed.signingBy;
	if ((isNeeded || isTold) && needs.includes('required')) return 'required';
	return needs.some((need) => need !== undefined) ? 'optional' : undefined;
}
