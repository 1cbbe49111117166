import { createHash } from 'node:crypto';
import type { Bank } from '../../bank/bank';
import type { SentExample, Verifier } from '../../kit/persona';
import { Refused } from '../../kit/refused';
import { httpSignature, signatureOver, type SignatureRules } from '../../kit/signatures';

const skip = 'SKIP_SIGNATURE_VALIDATION_FOR_SANDBOX';

const covered = ['(request-target)', 'x-nordea-originating-host', 'x-nordea-originating-date'];
const coveredWithBody = [...covered, 'content-type', 'digest'];

/** The key id is the client's id, and the key that the client has registered. */
const keyOf: SignatureRules['keyOf'] = (keyId, served, bank) =>
	keyId === served.header('X-IBM-Client-Id') ? bank.clients.get(keyId)?.publicKey : undefined;

/** `Digest` is a demand of its own: this bank has rules for forms. */
const rules = (covers: readonly string[]): SignatureRules => ({ covers, withBody: [], keyOf });
const plain = httpSignature(rules(covered));
const withBody = httpSignature(rules(coveredWithBody));

export const verify: Verifier = (served, bank) => {
	const header = served.header('Signature') ?? '';
	if (header === skip && bank.settings.shortcuts) return true;
	if (!header.includes('algorithm="rsa-sha256"')) {
		throw new Refused('bad-signature', {
			field: 'Signature',
			text: 'Signatures are made with rsa-sha256.',
		});
	}
	return (served.raw.length > 0 ? withBody : plain)(served, bank);
};

/** What the demo client would put on this very request. */
export function sign({ method, target, headers, body }: SentExample, bank: Bank) {
	const { id: keyId, privateKey } = bank.world.demo;
	const added = {
		'X-Nordea-Originating-Host': 'api.nordeaopenbanking.com',
		'X-Nordea-Originating-Date': new Date(bank.now()).toUTCString(),
		...(body !== undefined && {
			Digest: `sha-256=${createHash('sha256').update(body).digest('base64')}`,
		}),
	};
	const sent = { method, target, body, headers: { ...headers, ...added } };
	const names = body === undefined ? covered : coveredWithBody;
	return { ...added, Signature: signatureOver(names, sent, { keyId, privateKey }) };
}
