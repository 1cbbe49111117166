import type { HttpSignaturePlan } from '../../profile/wire';

/** Berlin Group 1.3 §12: what a bank that wants requests signed (QSEAL) finds in their headers. */
export const berlinGroupSignature: HttpSignaturePlan = {
	kind: 'http-signature',
	covers: ['digest', 'x-request-id'],
	coversIfSent: ['psu-id', 'psu-corporate-id', 'date', 'tpp-redirect-uri'],
	algorithm: 'RS256',
	called: 'rsa-sha256',
	digest: { algorithm: 'SHA-256', of: 'always' },
	keyId: 'serial-and-issuer',
	certificateHeader: 'TPP-Signature-Certificate',
};
