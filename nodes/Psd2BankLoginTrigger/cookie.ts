import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { digest } from '../../lib/store/digest';

export interface LoginCookie {
	/** Which browser it is, as a digest; `undefined` where it brings no cookie that this page gave. */
	browserOf(header: string | undefined): string | undefined;
	/** The header that gives a browser its cookie. */
	fresh(): string;
}

export interface LoginCookieOptions {
	/** Of the connection: signs, so that nobody invents browsers. */
	readonly secret: string;
	/** A digest. */
	readonly connectionId: string;
	/** The page's own, as the outside knows it. */
	readonly address: string;
}

const cookieSeconds = 3600;

/**
 * Ties what a browser starts to this browser. Where the page is reached by https no other host, nor a page of this one
 * that came by http, can set it (`__Host-`, RFC 6265bis §4.1.3.2); else its path is the page's own folder.
 */
export function loginCookie({ secret, connectionId, address }: LoginCookieOptions): LoginCookie {
	const isSecure = address.startsWith('https:');
	const name = `${isSecure ? '__Host-' : ''}psd2_login_${connectionId.slice(0, 8)}`;
	const brought = new RegExp(`(?:^|;\\s*)${name}=([\\w-]{32})\\.([\\w-]{43})(?:;|$)`);
	const signatureOf = (value: string) =>
		createHmac('sha256', secret).update(`login cookie v1\n${connectionId}\n${value}`).digest();
	return {
		browserOf(header) {
			const [, value, signature] = brought.exec(header ?? '') ?? [];
			if (value === undefined || signature === undefined) return undefined;
			const isOurs = timingSafeEqual(Buffer.from(signature, 'base64url'), signatureOf(value));
			return isOurs ? digest('browser', value) : undefined;
		},
		fresh() {
			const value = randomBytes(24).toString('base64url');
			// Lax: the bank's redirect back is a visit from another site.
			const flags = ['HttpOnly', 'SameSite=Lax', `Max-Age=${cookieSeconds}`];
			if (isSecure) flags.push('Secure', 'Path=/');
			return [`${name}=${value}.${signatureOf(value).toString('base64url')}`, ...flags].join('; ');
		},
	};
}
