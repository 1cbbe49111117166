import type { IAllExecuteFunctions, ICredentialDataDecryptedObject } from 'n8n-workflow';
import { readStoredLogin, writeStoredLogin } from '../../../lib/login/stored-login';
import { sandboxBank } from '../../../lib/banks/sandbox-bank';
import { readSettings } from '../../../lib/config/settings';
import { createHttp } from '../../../lib/http/http';
import { handedOver } from '../../../lib/n8n/hand-over';
import { openBankLogin } from '../../../lib/n8n/bank-login-session';
import { createMemoryStore } from '../../../lib/store/memory';
import { TestClock } from '../../support/test-clock';

const login = {
	loginId: 'login-1',
	loggedInAt: 1,
	receivedAt: 1,
	token: { access_token: 'access-1', refresh_token: 'refresh-1' },
	accounts: [],
};

/** n8n with its database, which may be away. */
function open() {
	const clock = new TestClock();
	const iban = 'SE3550000000054910000003';
	const database = {
		awayUntil: 0,
		/** Once the bank has renewed. */
		goesAwayForMs: 0,
		data: {
			bank: 'sandbox-bank',
			environment: 'sandbox',
			clientId: 'client',
			clientSecret: 'a client secret',
			tokens: writeStoredLogin(login),
		} as ICredentialDataDecryptedObject,
	};
	const present = () => {
		if (clock.now() < database.awayUntil) throw new TypeError(`database is locked ${iban}`);
	};
	const context = {
		getNode: () => ({ credentials: { psd2BankLoginApi: { id: 'c1', name: 'Bank' } } }),
		getCredentials: async () => {
			present();
			return { ...database.data };
		},
		helpers: {
			httpRequestWithAuthentication: async (
				_type: string,
				_request: object,
				{
					credentialsDecrypted,
				}: { credentialsDecrypted: { data: ICredentialDataDecryptedObject } },
			) => {
				present();
				database.data = { ...database.data, ...(handedOver(credentialsDecrypted.data) as object) };
			},
		},
	} as unknown as IAllExecuteFunctions;
	const asked: string[] = [];
	const { session } = openBankLogin({
		context,
		credentials: database.data,
		settings: readSettings({}),
		bank: sandboxBank,
		connectionId: 'connection',
		http: createHttp({
			adapter: async (config) => {
				asked.push(config.url ?? '');
				const body = { access_token: 'access-2', refresh_token: 'refresh-2' };
				const headers = { 'content-type': 'application/json' };
				database.awayUntil = clock.now() + database.goesAwayForMs;
				return { data: JSON.stringify(body), status: 200, statusText: '', headers, config };
			},
		}),
		clock,
		store: createMemoryStore(clock),
		audit: () => undefined,
	});
	const stored = () => readStoredLogin(database.data.tokens);
	return { clock, database, session, stored, asked };
}

it('keeps at it until the database takes renewed tokens', async () => {
	const { database, session, stored } = open();
	database.goesAwayForMs = 20_000;
	expect((await session.renew({ accessToken: 'access-1' })).accessToken).toBe('access-2');
	expect(stored()?.token).toMatchObject({ refresh_token: 'refresh-2' });
});

it('asks the bank for nothing where the database is away already, and says so in our words', async () => {
	const { database, session, clock, asked } = open();
	database.awayUntil = clock.now() + 3_600_000;
	const error: unknown = await session.renew({ accessToken: 'access-1' }).catch((each) => each);
	expect(error).toMatchObject({ code: 'storage-failed' });
	expect(String((error as Error).cause)).not.toContain('SE35500');
	expect(asked).toEqual([]);
});
