import type { ICredentialDataDecryptedObject, INodeProperties } from 'n8n-workflow';
import { BankError } from '../errors';
import type { SigningKeys } from '../keys/signing';
import type { ClientIdentity, Texts } from '../profile/hosts';
import type { BankProfile, ClientFields } from '../profile/profile';
import { filledIn } from './filled-in';

const usual: ClientFields & { readonly id: string } = { id: 'Client ID', secret: 'required' };
const secretName = 'Client Secret';

const text = { type: 'string', default: '', required: true } as const;
const hiddenText = { ...text, typeOptions: { password: true } } as const;

/** The fields by which a bank knows the client, each under the name that the bank has for it. */
export const clientFields = (banks: readonly BankProfile[]): INodeProperties[] => [
	...idFields(banks),
	{
		...hiddenText,
		displayName: secretName,
		name: 'clientSecret',
		description: 'What the bank gave with the ID',
		...hiddenFor(banks.filter(({ client }) => client?.secret === 'none')),
	},
	...banks.flatMap(({ id: bank, client = usual }) =>
		(client.others ?? []).map(
			({ id, name, secret, description }): INodeProperties => ({
				...(secret === true ? hiddenText : text),
				displayName: name,
				name: otherField(bank, id),
				...(description === undefined ? {} : { description }),
				displayOptions: { show: { bank: [bank] } },
			}),
		),
	),
];

/** Who calls, as far as the credential says it in fields that its bank has; what a login needs beyond that is asked for there. */
export function clientOf(
	{ id: bank, client = usual }: Pick<BankProfile, 'id' | 'client'>,
	credentials: ICredentialDataDecryptedObject,
	signing?: SigningKeys,
): ClientIdentity {
	const secret = client.secret === 'none' ? undefined : filledIn(credentials.clientSecret);
	const others: Texts = Object.fromEntries(
		(client.others ?? []).flatMap(({ id }) => {
			const value = filledIn(credentials[otherField(bank, id)]);
			return value === undefined ? [] : [[id, value]];
		}),
	);
	return {
		id: client.id === false ? '' : (filledIn(credentials.clientId) ?? ''),
		...(secret === undefined ? {} : { secret }),
		...(Object.keys(others).length > 0 && { others }),
		...(signing && { signing }),
	};
}

/** Throws `settings-invalid` that names the first field which is empty. */
export function requireClient(
	bank: Pick<BankProfile, 'id' | 'client'>,
	credentials: ICredentialDataDecryptedObject,
): void {
	const { id = usual.id, secret, others = [] } = bank.client ?? usual;
	const client = clientOf(bank, credentials);
	if (id !== false && client.id === '') throw missing(id);
	if (secret === 'required' && client.secret === undefined) throw missing(secretName);
	const absent = others.find((other) => client.others?.[other.id] === undefined);
	if (absent !== undefined) throw missing(absent.name);
}

/** One field under the name that each bank has for it. */
function idFields(banks: readonly BankProfile[]): INodeProperties[] {
	const differing = banks.filter(({ client }) => client?.id !== undefined);
	const field = {
		...text,
		displayName: usual.id,
		name: 'clientId',
		description: 'What the bank calls your application',
	};
	return [
		{ ...field, ...hiddenFor(differing) },
		...differing.flatMap(({ id, client = usual }) =>
			client.id === false
				? []
				: [
						{
							...field,
							displayName: client.id ?? field.displayName,
							displayOptions: { show: { bank: [id] } },
						},
					],
		),
	];
}

/** `nordea`, `apiKey` → `client_nordea_apiKey`. */
const otherField = (bank: string, id: string): string =>
	`client_${bank.replaceAll('-', '_')}_${id}`;

const hiddenFor = (banks: readonly BankProfile[]): Pick<INodeProperties, 'displayOptions'> =>
	banks.length === 0 ? {} : { displayOptions: { hide: { bank: banks.map(({ id }) => id) } } };

const missing = (field: string) =>
	new BankError('settings-invalid', `${field} of the credential is empty`, {
		field,
		nextStep: `Open the credential and fill in ${field}`,
	});
