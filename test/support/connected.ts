/** n8n's engine, the sandbox bank and a credential that is logged in: what the node tests start from. */
import type { IDataObject, INodeType } from 'n8n-workflow';
import type { SandboxOptions } from '../../sandbox';
import { Tpp } from '../integration/sandbox/tpp';
import { createEngine, type Engine, type EngineRun } from './engine';

export type NodeName =
	| 'Psd2Accounts'
	| 'Psd2Balances'
	| 'Psd2Transactions'
	| 'Psd2ExcelExport'
	| 'Psd2Consent';

export interface Connected {
	readonly bank: Tpp;
	readonly engine: Engine;
	readonly nodes: Readonly<Record<NodeName, INodeType>>;
	/** Logs in at the bank and stores the tokens as n8n's callback would; gives the credential's id. */
	connect(person?: string, pick?: (accounts: string[]) => string[]): Promise<string>;
	/** A bank login credential that nobody has logged in with yet; gives its id. */
	bankLogin(data?: IDataObject): string;
	/** One node after the start, as from the editor unless `mode` says otherwise. */
	run(
		node: NodeName,
		credential: string,
		parameters?: IDataObject,
		options?: Parameters<Engine['run']>[1] & { onError?: 'continueRegularOutput' },
	): Promise<EngineRun>;
	close(): Promise<void>;
}

export async function openConnected(options: SandboxOptions = {}): Promise<Connected> {
	const bank = await Tpp.open({ clock: Date, ...options });
	// Hosts are fixed when n8n loads the classes, so the environment comes first.
	process.env.PSD2_SANDBOX_BANK_SANDBOX_API_URL = bank.base;
	process.env.PSD2_SANDBOX_BANK_SANDBOX_AUTHORIZE_URL = `${bank.base}/oauth2/authorize`;
	process.env.PSD2_SANDBOX_BANK_SANDBOX_TOKEN_URL = `${bank.base}/oauth2/token`;
	process.env.PSD2_STORE ??= 'memory';
	const { Psd2OAuth2Api } = await import('../../credentials/Psd2OAuth2Api.credentials');
	const nodes = await loadNodes();
	const { Psd2BankLoginApi } = await import('../../credentials/Psd2BankLoginApi.credentials');
	const engine = await createEngine([new Psd2OAuth2Api(), new Psd2BankLoginApi()]);
	let logins = 0;

	return {
		bank,
		engine,
		nodes,
		async connect(person, pick) {
			const login = await bank.connect(person, pick);
			logins += 1;
			const id = `login-${logins}`;
			engine.credentials.set(id, {
				type: 'psd2OAuth2Api',
				data: {
					bank: 'sandbox-bank',
					environment: 'sandbox',
					clientId: bank.sandbox.clientId,
					clientSecret: bank.sandbox.clientSecret,
					oauthTokenData: {
						access_token: login.accessToken,
						refresh_token: login.refreshToken,
						consentId: login.consentId,
						token_type: 'Bearer',
					} as never,
				},
			});
			return id;
		},
		bankLogin(data = {}) {
			logins += 1;
			const id = `login-${logins}`;
			const { clientId, clientSecret } = bank.sandbox;
			engine.credentials.set(id, {
				type: 'psd2BankLoginApi',
				data: {
					bank: 'sandbox-bank',
					environment: 'sandbox',
					clientId,
					clientSecret,
					marker: '',
					tokens: '',
					...data,
				} as never,
			});
			return id;
		},
		run: (node, credential, parameters = {}, { onError, ...rest } = {}) => {
			const type = engine.credentials.get(credential)?.type ?? 'psd2OAuth2Api';
			const authentication = type === 'psd2BankLoginApi' ? 'bankLogin' : 'oAuth2';
			return engine.run(
				[
					{
						node: nodes[node],
						parameters: { authentication, ...parameters },
						credentials: { [type]: credential },
						...(onError === undefined ? {} : { onError }),
					},
				],
				rest,
			);
		},
		close: () => bank.close(),
	};
}

async function loadNodes(): Promise<Readonly<Record<NodeName, INodeType>>> {
	const { Psd2Accounts } = await import('../../nodes/Psd2Accounts/Psd2Accounts.node');
	const { Psd2Balances } = await import('../../nodes/Psd2Balances/Psd2Balances.node');
	const { Psd2Transactions } = await import('../../nodes/Psd2Transactions/Psd2Transactions.node');
	const { Psd2ExcelExport } = await import('../../nodes/Psd2ExcelExport/Psd2ExcelExport.node');
	const { Psd2Consent } = await import('../../nodes/Psd2Consent/Psd2Consent.node');
	return {
		Psd2Consent: new Psd2Consent(),
		Psd2Accounts: new Psd2Accounts(),
		Psd2Balances: new Psd2Balances(),
		Psd2Transactions: new Psd2Transactions(),
		Psd2ExcelExport: new Psd2ExcelExport(),
	};
}
