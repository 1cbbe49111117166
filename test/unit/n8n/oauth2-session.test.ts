import type { IAllExecuteFunctions } from 'n8n-workflow';
import type { AuditRecord } from '../../../lib/audit/record';
import { OAuth2Session } from '../../../lib/n8n/oauth2-session';
import { createMemoryStore } from '../../../lib/store/memory';
import { TestClock } from '../../support/test-clock';

const iban = 'SE3550000000054910000003';

/** n8n with a login that the bank does not renew, in the words of n8n's own token client. */
const n8n = {
	getCredentials: async () => ({ oauthTokenData: { access_token: 'access-1' } }),
	helpers: {
		refreshOAuth2Token: () =>
			Promise.reject(Object.assign(new Error('refused'), { body: { error: `gone ${iban}` } })),
	},
} as unknown as IAllExecuteFunctions;

it('masks what people and banks write before it is recorded or shown', async () => {
	const clock = new TestClock();
	const records: AuditRecord[] = [];
	const session = new OAuth2Session({
		context: n8n,
		credentialType: 'psd2OAuth2Api',
		bank: { id: 'plain-bank', name: 'Plain Bank' },
		clock,
		store: createMemoryStore(clock),
		leaseKey: 'refresh/connection-1',
		audit: (record) => void records.push(record),
		trace: { node: `Saldo ${iban}` },
		attended: false,
	});
	const error: unknown = await session.renew({ accessToken: 'access-1' }).catch((each) => each);
	expect(records).toMatchObject([{ node: 'Saldo SE…0003', bankCode: 'gone SE…0003' }]);
	expect(error).toMatchObject({ code: 'login-required' });
	expect(JSON.stringify([records, error])).not.toContain(iban);
});
