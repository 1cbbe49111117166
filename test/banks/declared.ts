import { callsOf } from './calls-of';
import type { Suite } from './test-bank';

export function testDeclared({ profile }: Suite): void {
	const environments = Object.entries(profile.environments);

	it.each(environments)('has hosts over https in %s', (_name, { hosts }) => {
		expect(Object.values(hosts).filter((url) => !isHttpsOrLocal(url))).toEqual([]);
		expect(Object.values(hosts).filter((url) => url.endsWith('/'))).toEqual([]);
	});

	it.each(environments)('makes each call at a host of %s', (_name, { hosts }) => {
		// Where it depends on the login, the logins below are led there.
		const places = callsOf(profile).flatMap(({ at }) => (typeof at === 'string' ? [at] : []));
		expect(places.filter((name) => hosts[name] === undefined)).toEqual([]);
	});

	it('has the same hosts by name in all environments', () => {
		const names = environments.map(([, { hosts }]) => Object.keys(hosts).sort().join(' '));
		expect(new Set(names).size).toBeLessThan(2);
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
