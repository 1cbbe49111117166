import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export const newSecret = (kind: string): string =>
	`${kind}_${randomBytes(24).toString('base64url')}`;

/** Short and one-way: tells two things apart in a log without saying what they are. */
export const digest = (text: string): string =>
	createHash('sha256').update(text).digest('hex').slice(0, 8);

export const sha256Base64Url = (text: string): string =>
	createHash('sha256').update(text).digest('base64url');

export function same(left: string, right: string): boolean {
	const [a, b] = [left, right].map((text) => createHash('sha256').update(text).digest());
	return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}

/** Seals a value into a text that only its maker can have made. */
export class Seal {
	private readonly key = randomBytes(32);

	close(value: unknown): string {
		const body = Buffer.from(JSON.stringify(value)).toString('base64url');
		return `${body}.${this.signature(body)}`;
	}

	/** `undefined`: not ours, or changed on the way. */
	open(sealed: string): unknown {
		const [body = '', signature = ''] = sealed.split('.');
		if (!same(signature, this.signature(body))) return undefined;
		return JSON.parse(Buffer.from(body, 'base64url').toString());
	}

	private signature(body: string): string {
		return createHmac('sha256', this.key).update(body).digest('base64url').slice(0, 22);
	}
}
