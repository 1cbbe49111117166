import type { BankProfile } from '../../../lib/profile/profile';
import { enableBanking } from '../../../lib/banks/enable-banking';
import { nordea } from '../../../lib/banks/nordea';
import { otherBank } from '../../../lib/banks/other-bank';
import { sandboxBank } from '../../../lib/banks/sandbox-bank';
import { keyFields } from '../../../lib/n8n/key-fields';
import type { KeysNeeded } from '../../../lib/profile/hosts';

const { hosts } = sandboxBank.environments.sandbox;

const bank = (
	id: string,
	keys: { readonly sandbox?: KeysNeeded; readonly production?: KeysNeeded },
): BankProfile => ({
	...sandboxBank,
	id,
	environments: {
		sandbox: { hosts, ...(keys.sandbox && { keys: keys.sandbox }) },
		production: { hosts, ...(keys.production && { keys: keys.production }) },
	},
});

const banks = [
	bank('no-keys', {}),
	bank('mtls', { production: { transport: 'required' }, sandbox: { transport: 'optional' } }),
	bank('signs', { production: { signing: 'required' }, sandbox: { signing: 'required' } }),
	bank('key-id', { sandbox: { signing: 'required', signingBy: 'key-id' } }),
	bank('certificate', { sandbox: { signing: 'required', signingBy: 'certificate' } }),
	bank('perhaps', { sandbox: { signing: 'optional', signingBy: 'certificate' } }),
	enableBanking,
	nordea,
	otherBank,
];

/** What the editor shows for a bank and an environment: name → whether it has to be filled in. */
function shownFor(bankId: string, environment: string, asSet: 'sandbox' | 'production') {
	const isShown = (field: ReturnType<typeof keyFields>[number]) =>
		field.displayOptions?.show?.bank?.includes(bankId) === true &&
		field.displayOptions.show.environment?.includes(environment) === true;
	const shown = keyFields(banks, asSet).filter(isShown);
	const found = Object.fromEntries(shown.map(({ name, required }) => [name, required]));
	// One field shown twice would be two in the editor.
	expect(Object.keys(found)).toHaveLength(shown.length);
	return found;
}

const transport = {
	transportCertificate: false,
	transportKey: false,
	keyPassphrase: false,
	bankAuthority: false,
};
const signing = {
	keyPassphrase: false,
	signingCertificate: false,
	signingKey: false,
	keyId: false,
};

const keyAlone = { keyPassphrase: false, signingKey: true };

describe('the fields for keys', () => {
	it.each([
		['no-keys', 'sandbox', {}],
		['mtls', 'sandbox', transport],
		['mtls', 'production', { ...transport, transportCertificate: true, transportKey: true }],
		['signs', 'sandbox', { ...signing, signingKey: true }],
		['signs', 'production', { ...signing, signingKey: true }],
		['key-id', 'sandbox', { ...keyAlone, keyId: true }],
		['certificate', 'sandbox', { ...keyAlone, signingCertificate: true }],
		['perhaps', 'sandbox', { ...keyAlone, signingCertificate: false, signingKey: false }],
		['enable-banking', 'sandbox', keyAlone],
		['enable-banking', 'production', keyAlone],
		['nordea', 'production', keyAlone],
		['other-bank', 'production', { ...transport, ...signing }],
	])('are shown where the bank has a use for them: %s in %s', (id, environment, fields) => {
		expect(shownFor(id, environment, 'sandbox')).toEqual(fields);
	});

	it('follow the environment that the server sets', () => {
		expect(shownFor('mtls', 'default', 'sandbox')).toEqual(shownFor('mtls', 'sandbox', 'sandbox'));
		expect(shownFor('mtls', 'default', 'production')).toEqual(
			shownFor('mtls', 'production', 'sandbox'),
		);
	});

	it('hide what is secret, and nothing else', () => {
		const hidden = keyFields(banks, 'sandbox')
			.filter(({ typeOptions }) => typeOptions?.password)
			.map(({ name }) => name);
		expect(new Set(hidden)).toEqual(new Set(['transportKey', 'keyPassphrase', 'signingKey']));
	});
});
