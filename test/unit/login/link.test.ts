import { checkLink, makeLink } from '../../../lib/login/link';
import type { StoredLogin } from '../../../lib/login/stored-login';
import { createSealer } from '../../../lib/store/seal';

const sealer = createSealer('client secret', 'login link v1');
const now = 1_000_000;
const login = (loginId: string): StoredLogin => ({
	loginId,
	loggedInAt: now,
	receivedAt: now,
	accounts: [],
});
const check = (written: string | undefined, stored?: StoredLogin, at = now, by = sealer) =>
	checkLink(by, 'connection', stored, written, at);

it('opens until it expires', () => {
	const link = makeLink(sealer, 'connection', undefined, now + 1);
	expect(() => check(link)).not.toThrow();
	expect(() => check(link, undefined, now + 1)).toThrow('has expired');
});

it('is void after the next login, also after one that was erased', () => {
	const link = makeLink(sealer, 'connection', login('first'), now + 1);
	expect(() => check(link, login('first'))).not.toThrow();
	expect(() => check(link, login('second'))).toThrow('used before');
	expect(() => check(link, undefined)).toThrow('used before');
});

it.each([
	['nothing', undefined, 'only through a login link'],
	['an empty one', '', 'only through a login link'],
	['a made-up one', 'AAAA', 'not valid'],
	['a changed one', `${makeLink(sealer, 'connection', undefined, now + 1)}A`, 'not valid'],
	['one of another connection', makeLink(sealer, 'other', undefined, now + 1), 'not valid'],
])('refuses %s', (_name, link, message) => {
	expect(() => check(link)).toThrow(message);
});

it('is void with another client secret, and no other seal opens it', () => {
	const link = makeLink(sealer, 'connection', undefined, now + 1);
	const others = [
		createSealer('new secret', 'login link v1'),
		createSealer('client secret', 'login record v1'),
	];
	for (const other of others) {
		expect(() => check(link, undefined, now, other)).toThrow('not valid');
	}
});

it('holds no readable word', () => {
	const link = makeLink(sealer, 'connection', login('the-login-id'), now + 1);
	expect(Buffer.from(link, 'base64url').toString('latin1')).not.toContain('the-login-id');
	expect(link).toMatch(/^[\w-]+$/);
});
