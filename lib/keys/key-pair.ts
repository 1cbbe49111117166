import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { BankError } from '../errors';
import { settleSync } from '../outcome';
import { pemBlocks, type PemBlock } from './pem';

/** The fields of the credential as its user sees them, for errors. */
export interface KeyFields {
	readonly certificate: string;
	readonly key: string;
	readonly passphrase: string;
}

/** PEM texts as typed; an empty text is none. */
export interface KeyTexts {
	readonly certificate: string;
	readonly key: string;
	readonly passphrase: string;
}

export interface PrivateKey {
	readonly key: KeyObject;
	/** PEM, encrypted where the pasted one is. */
	readonly keyText: string;
	readonly isEncrypted: boolean;
}

/** A certificate and the private key that belongs to it, both checked. */
export interface KeyPair extends PrivateKey {
	readonly certificate: X509Certificate;
	/** The certificate first, then whoever vouches for it, as TLS wants them. PEM. */
	readonly chain: string;
}

/**
 * Reads what a person pasted. `undefined` where nothing is filled in; throws `settings-invalid` that names the field and
 * what is wrong with it. `now` in epoch ms.
 */
export function readKeyPair(texts: KeyTexts, fields: KeyFields, now: number): KeyPair | undefined {
	if (texts.certificate.trim() === '' && texts.key.trim() === '') return undefined;
	const certificates = readCertificates(texts.certificate, fields.certificate);
	const key = readPrivateKey(texts, fields);
	const own = certificates.find(({ certificate }) => certificate.checkPrivateKey(key.key));
	if (own === undefined) {
		throw wrong(
			fields.key,
			`${fields.key} does not belong to ${fields.certificate}`,
			'Paste the key that the certificate was made for: they come as a pair',
		);
	}
	refuseOutOfDate(own.certificate, fields.certificate, now);
	return { ...key, certificate: own.certificate, chain: chainOf(own, certificates) };
}

/** A private key alone, for banks that know its public half. Throws `settings-invalid`. */
export function readPrivateKey(
	{ key: text, passphrase }: Pick<KeyTexts, 'key' | 'passphrase'>,
	fields: Pick<KeyFields, 'key' | 'passphrase'>,
): PrivateKey {
	const block = blockOf(text, fields.key, /PRIVATE KEY$/, 'private key');
	if (block.isEncrypted && passphrase === '') {
		throw wrong(
			fields.passphrase,
			`${fields.key} is encrypted, and ${fields.passphrase} is empty`,
			`Fill in ${fields.passphrase}`,
		);
	}
	const read = settleSync(() =>
		createPrivateKey({ key: block.text, ...(block.isEncrypted && { passphrase }) }),
	);
	if ('value' in read) {
		return { key: read.value, keyText: block.text, isEncrypted: block.isEncrypted };
	}
	throw block.isEncrypted
		? wrong(
				fields.passphrase,
				`${fields.passphrase} does not open ${fields.key}`,
				`Correct ${fields.passphrase}: it was set when the key was made`,
			)
		: unreadable(fields.key, 'private key');
}

/** The certificates that vouch for a server, in PEM. `undefined` where none is filled in. Throws `settings-invalid`. */
export function readAuthorities(text: string, field: string): string | undefined {
	if (text.trim() === '') return undefined;
	return readCertificates(text, field)
		.map(({ pem }) => pem)
		.join('');
}

interface Certificate {
	readonly pem: string;
	readonly certificate: X509Certificate;
}

function readCertificates(text: string, field: string): readonly Certificate[] {
	blockOf(text, field, /^(X509 |TRUSTED )?CERTIFICATE$/, 'certificate');
	return pemBlocks(text)
		.filter(({ label }) => /^(X509 |TRUSTED )?CERTIFICATE$/.test(label))
		.map(({ text: pem }) => {
			const read = settleSync(() => new X509Certificate(pem));
			if ('value' in read) return { pem, certificate: read.value };
			throw unreadable(field, 'certificate');
		});
}

/** The first block of the kind; some files hold the key and its certificate in one. */
function blockOf(text: string, field: string, label: RegExp, kind: string): PemBlock {
	if (text.trim() === '')
		throw wrong(field, `${field} is empty`, `Paste the ${kind} into ${field}`);
	const blocks = pemBlocks(text);
	const found = blocks.find((block) => label.test(block.label));
	if (found !== undefined) return found;
	const [other] = blocks;
	if (other === undefined) throw unreadable(field, kind);
	throw wrong(
		field,
		`${field} holds a ${other.label.toLowerCase()} and no ${kind}`,
		`Paste the ${kind} into ${field}`,
	);
}

function refuseOutOfDate(certificate: X509Certificate, field: string, now: number): void {
	const [from, to] = [certificate.validFrom, certificate.validTo].map((date) => Date.parse(date));
	if (from !== undefined && now < from) {
		throw wrong(
			field,
			`${field} is valid from ${day(from)} on, which is not yet`,
			"Wait until then, or check the clock of n8n's machine",
		);
	}
	if (to !== undefined && now > to) {
		throw wrong(
			field,
			`${field} expired on ${day(to)}`,
			'Get a new certificate, register it at the bank and paste it with its key',
		);
	}
}

/** Each after the one that it vouches for; what doesn't belong to the chain is left out. */
function chainOf(own: Certificate, all: readonly Certificate[]): string {
	const chain = [own];
	for (let last = own; ; ) {
		const next = all.find(
			(each) => !chain.includes(each) && last.certificate.checkIssued(each.certificate),
		);
		if (next === undefined) return chain.map(({ pem }) => pem).join('');
		chain.push(next);
		last = next;
	}
}

const day = (instant: number) => new Date(instant).toISOString().slice(0, 10);

const unreadable = (field: string, kind: string) =>
	wrong(
		field,
		`${field} can't be read as a ${kind}`,
		`Paste the whole PEM text, from -----BEGIN to -----END; a .pfx or .p12 file is turned into it with openssl pkcs12`,
	);

const wrong = (field: string, message: string, nextStep: string) =>
	new BankError('settings-invalid', message, { field, nextStep });
