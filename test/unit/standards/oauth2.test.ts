import fc from 'fast-check';
import { tokenRequest } from '../../../lib/standards/oauth2';

/** As a strict server reads the header: RFC 6749 §2.3.1 encodes both before they are joined. */
function received(client: { id: string; secret: string }) {
	const { headers } = tokenRequest(client, { grant_type: 'client_credentials' });
	const [, encoded = ''] = /^Basic (\S+)$/.exec(headers?.['authorization'] ?? '') ?? [];
	const parts = Buffer.from(encoded, 'base64').toString('latin1').split(':');
	const decoded = (text: string) => decodeURIComponent(text.replaceAll('+', ' '));
	return { parts, id: decoded(parts[0] ?? ''), secret: decoded(parts[1] ?? '') };
}

it('puts a client with + % : and others into the header so that it is read as it is', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (id, secret) => {
			const { parts, ...client } = received({ id, secret });
			expect(parts).toHaveLength(2);
			expect(client).toEqual({ id, secret });
		}),
	);
	expect(received({ id: 'a:b', secret: 'c+d%41 e~/=' })).toEqual({
		parts: ['a%3Ab', 'c%2Bd%2541+e%7E%2F%3D'],
		id: 'a:b',
		secret: 'c+d%41 e~/=',
	});
});

it('leaves the header alone where the bank wants them in the body', () => {
	const client = { id: 'a:b', secret: 'c+d%41' };
	expect(tokenRequest(client, { grant_type: 'refresh_token' }, 'body')).toEqual({
		method: 'POST',
		path: '',
		form: { grant_type: 'refresh_token', client_id: 'a:b', client_secret: 'c+d%41' },
	});
});
