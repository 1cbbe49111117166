import { transportFields } from '../keys/fields';
import type { TransportKeys } from '../keys/transport';
import { errorCode, messageOf } from '../outcome';

const { certificate, key, ca } = transportFields;

/** What is wrong, the field that is about it, and what to do. */
export type Told = readonly [what: string, field: string, nextStep: string];

const rightOne = `Check that ${certificate} is the one that the bank has registered, for this environment`;

/** What a bank says of the certificate that it was shown: the alerts of RFC 8446 §6.2 by number. */
const refusals: Readonly<Record<number, Told>> = {
	40: [`it does not take ${certificate}`, certificate, rightOne],
	42: [`it calls ${certificate} a bad one`, certificate, rightOne],
	43: [`it does not take certificates such as ${certificate}`, certificate, rightOne],
	44: [
		`it says that ${certificate} was revoked`,
		certificate,
		'Get a new certificate, register it at the bank and paste it with its key',
	],
	45: [
		`it says that ${certificate} has expired`,
		certificate,
		'Get a new certificate, register it at the bank and paste it with its key',
	],
	46: [`it does not take ${certificate}`, certificate, rightOne],
	48: [
		`it does not know who issued ${certificate}`,
		certificate,
		`${rightOne}, and paste the certificates of its issuers below it`,
	],
	49: [`it lets nobody in with ${certificate}`, certificate, rightOne],
	51: [`it can't check ${key} with ${certificate}`, key, `Paste ${certificate} and ${key} anew`],
	116: [`it did not get ${certificate}`, certificate, rightOne],
};

/** Of those, what a bank says that was shown none. Java's servers call none a bad one. */
const missing: ReadonlySet<number> = new Set([40, 42, 46, 116]);

const fillIn = `Fill in ${certificate} and ${key} in the credential PSD2 Bank Login API`;
const whoseIssuer = `If the bank's server has an issuer of its own, paste the issuer's certificate into ${ca}; if not, check the bank's address in the credential and the host settings`;
const unknownIssuer: Told = [
	"the issuer of the bank's certificate isn't known here",
	ca,
	whoseIssuer,
];
const selfSigned: Told = ["the bank's certificate is self-signed", ca, whoseIssuer];
const untrusted: Told = ["the bank's certificate can't be trusted", ca, whoseIssuer];
const checkClock =
	"Check the clock of n8n's machine. If it is right, the bank has to renew its certificate: tell it";

/** What Node finds wrong with the certificate of the bank's server. */
const serverFailures: Readonly<Record<string, Told>> = {
	CERT_HAS_EXPIRED: ["the bank's certificate has expired", 'host', checkClock],
	CERT_NOT_YET_VALID: ["the bank's certificate is not valid yet", 'host', checkClock],
	CERT_REVOKED: ["the bank's certificate was revoked", 'host', 'Tell the bank'],
	CERT_UNTRUSTED: untrusted,
	CERT_REJECTED: untrusted,
	CERT_SIGNATURE_FAILURE: untrusted,
	INVALID_CA: untrusted,
	DEPTH_ZERO_SELF_SIGNED_CERT: selfSigned,
	SELF_SIGNED_CERT_IN_CHAIN: selfSigned,
	UNABLE_TO_GET_ISSUER_CERT: unknownIssuer,
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownIssuer,
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownIssuer,
	ERR_TLS_CERT_ALTNAME_INVALID: [
		"the bank's certificate is for another host name",
		'host',
		"Check the bank's address in the credential and the host settings",
	],
};

/** What is wrong with the trust between both sides, in either direction; `undefined`: it is something else. */
export const tlsFailure = (
	error: unknown,
	keys: TransportKeys | undefined,
	isCut: boolean,
): Told | undefined =>
	ofAlert(error, keys) ??
	ofServer(error, keys) ??
	ofOwnKeys(error) ??
	(isCut ? ofCut(keys) : undefined);

function ofAlert(error: unknown, keys: TransportKeys | undefined): Told | undefined {
	const alert = Number(/SSL alert number (\d{1,3})/.exec(messageOf(error))?.[1] ?? Number.NaN);
	if (keys?.certificate !== undefined) return refusals[alert];
	if (!missing.has(alert)) return undefined;
	return ['it asks for a client certificate, and none is shown', certificate, fillIn];
}

function ofServer(error: unknown, keys: TransportKeys | undefined): Told | undefined {
	const found = serverFailures[errorCode(error) ?? ''];
	if (found === undefined || found[1] !== ca || keys?.ca === undefined) return found;
	return [
		`the bank's certificate was issued by somebody else than ${ca}`,
		ca,
		`Paste the certificates of all issuers of the bank's servers into ${ca}, or empty it: then those that are known everywhere are trusted`,
	];
}

/** What OpenSSL itself does not take, before anything is sent. */
function ofOwnKeys(error: unknown): Told | undefined {
	const code = errorCode(error) ?? '';
	if (/^ERR_(?:SSL|OSSL)_.*TOO_(?:SMALL|WEAK)$/.test(code)) {
		const nextStep =
			'Get a certificate with a longer key or a newer signature, register it at the bank and paste it with its key';
		return [`${certificate} is weaker than TLS allows`, certificate, nextStep];
	}
	return code.startsWith('ERR_OSSL_')
		? [
				`${certificate} and ${key} can't be used for TLS`,
				certificate,
				`Paste ${certificate}, ${key} and ${transportFields.passphrase} anew`,
			]
		: undefined;
}

const ofCut = (keys: TransportKeys | undefined): Told =>
	keys?.certificate === undefined
		? [
				'it cut the connection at once, as banks do that ask for a client certificate, and none is shown',
				certificate,
				`${fillIn} where the bank asks for them; if it does not, check the network and the bank's address`,
			]
		: [
				`it cut the connection at once, as banks do that don't take ${certificate}`,
				certificate,
				`${rightOne}, and paste the certificates of its issuers below it. If it is, check the network`,
			];
