import { callsOf } from './calls-of';
import type { Suite } from './test-bank';

export function testDeclared({ profile }: Suite): void {
	const environments = Object.entries(profile.environments);

	it.each(environments)('has hosts over https in %s', (_name, { hosts }) => {
		expect(Object.values(hosts).filter((url) => !isHttpsOrLocal(url))).toEqual([]);
		expect(Object.values(hosts).filter((url) => url.endsWith('/'))).toEqual([]);
	});

	it.each(environments)('makes each call at a host of %s', (_name, { hosts }) => {
		const strays = callsOf(profile).filter(({ at }) => hosts[at] === undefined);
		expect(strays.map(({ operation, at }) => `${operation} at ${at}`)).toEqual([]);
	});

	it('says when its facts were compared, and with what', () => {
		expect(profile.docs.url).toMatch(/^https:/);
		expect(profile.docs.checked).toMatch(/^20\d\d-\d\d-\d\d$/);
	});
}

/** Nothing secret goes over a net in the clear. */
function isHttpsOrLocal(url: string): boolean {
	const { protocol, hostname } = new URL(url);
	return protocol === 'https:' || (protocol === 'http:' && hostname === '127.0.0.1');
}
