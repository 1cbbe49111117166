import { people } from '../../../sandbox/data/people';
import type { Finder, Secret } from './leaks';

/** All people of the sandbox, as their numbers are written. */
export const personNumbers: readonly Secret[] = people.flatMap(({ id, personalNumber: number }) => {
	const [century, birth, last] = [number.slice(0, 2), number.slice(2, 8), number.slice(8)];
	const written = [number, `${century}${birth}-${last}`, `${birth}-${last}`, `${birth}${last}`];
	return written.map((value) => ({ name: `personal number of ${id}`, value }));
});

/**
 * Whatever parses as a signed JWT (RFC 7519), as it is or in hex or base64: nobody has to know which ones were made.
 */
export const jwts: Finder = (text) => {
	for (const read of readings(text)) if (holdsJwt(read)) return ['a JWT'];
	return [];
};

const encoded = /[\w+/-]{60,}/g;
const hex = /^[0-9a-f]+$/i;

function* readings(text: string): Generator<string> {
	yield text;
	for (const [run] of text.matchAll(encoded)) {
		// Where in the run the encoded text begins is not known.
		for (const from of [0, 1, 2, 3]) {
			const rest = run.slice(from);
			yield Buffer.from(rest, 'base64').toString('latin1');
			if (hex.test(run)) yield Buffer.from(rest, 'hex').toString('latin1');
		}
	}
}

const jwtLike = /[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/g;

const holdsJwt = (text: string): boolean =>
	[...text.matchAll(jwtLike)].some(([found]) => {
		const [header, claims] = found.split('.').map(objectIn);
		return header?.['alg'] !== undefined && claims !== undefined;
	});

function objectIn(part: string): Readonly<Record<string, unknown>> | undefined {
	const text = Buffer.from(part, 'base64url').toString();
	if (!text.startsWith('{')) return undefined;
	try {
		return JSON.parse(text) as Record<string, unknown>;
	} catch {
		return undefined;
	}
}
