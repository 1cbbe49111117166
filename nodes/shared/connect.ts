import { isIP } from 'node:net';
import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';
import { findBank } from '../../lib/banks';
import type { BankProfile } from '../../lib/banks/profile';
import { BankClient } from '../../lib/client';
import { readSettings, type Settings } from '../../lib/config/settings';
import { BankError } from '../../lib/errors';
import { createHttp } from '../../lib/http/http';
import { n8nAdapter } from '../../lib/n8n/adapter';
import { n8nClock } from '../../lib/n8n/clock';
import { hostsOf } from '../../lib/n8n/credential-hosts';
import { OAuth2Session } from '../../lib/n8n/oauth2-session';
import { auditSink } from '../../lib/n8n/audit';
import { digest } from '../../lib/store/digest';
import { openStore } from '../../lib/store/open';

export interface Connection {
	readonly bank: BankProfile;
	readonly client: BankClient;
}

type BankContext = IExecuteFunctions | ILoadOptionsFunctions;

const credentialType = 'psd2OAuth2Api';

/** Everything between a node and its bank, for one item. Throws `settings-invalid` naming the credential's field. */
export async function connect(context: BankContext, itemIndex: number): Promise<Connection> {
	const settings = readSettings();
	const credentials = await context.getCredentials(credentialType, itemIndex);
	const bank = findBank(String(credentials.bank));
	if (!bank) {
		throw new BankError(
			'settings-invalid',
			'The credential names a bank that this version does not know',
			{
				field: 'Bank',
				nextStep: 'Open the credential and choose the bank again',
			},
		);
	}
	const store = openStore(settings.store);
	const audit = auditSink(settings, context.logger);
	const id = digest(
		credentialType,
		context.getNode().credentials?.[credentialType]?.id ?? undefined,
	);
	const trace = traceOf(context);
	const reading = readingOptions(context, itemIndex, settings);
	const session = new OAuth2Session({
		context,
		credentialType,
		bank,
		clock: n8nClock,
		store,
		leaseKey: `refresh/${id}`,
		audit,
		trace,
		attended: 'attended' in reading,
	});
	const signal =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const client = new BankClient({
		bank,
		hosts: hostsOf(bank, credentials, settings),
		session,
		http: createHttp({ adapter: n8nAdapter(context), timeoutMs: settings.timeoutMs }),
		clock: n8nClock,
		store,
		connection: { id, ...secretOf(credentials.clientSecret) },
		audit,
		retryBudgetMs: settings.retryBudgetMs,
		trace,
		...reading,
		...(signal === undefined ? {} : { signal }),
	});
	return { bank, client };
}

const secretOf = (secret: unknown) =>
	typeof secret === 'string' && secret !== '' ? { secretForCache: secret } : {};

function traceOf(context: BankContext) {
	const { id: workflowId } = context.getWorkflow();
	const executionId = 'getExecutionId' in context ? context.getExecutionId() : undefined;
	return {
		node: context.getNode().name,
		...(workflowId === undefined ? {} : { workflowId }),
		...(executionId === undefined ? {} : { executionId }),
	};
}

/** Runs from the editor and pickers re-use answers of the last minutes, so that building a workflow costs no reads. */
function readingOptions(context: BankContext, itemIndex: number, settings: Settings) {
	const isPicker = !('getInputData' in context);
	const option = <Value>(name: string, fallback: Value): Value =>
		isPicker
			? fallback
			: (context.getNodeParameter(`options.${name}`, itemIndex, fallback) as Value);
	const address = option('accountHolderIp', '').trim();
	if (address !== '' && isIP(address) === 0) {
		throw new BankError(
			'invalid-input',
			'Account Holder IP Address must be an IP address such as 203.0.113.7',
			{ field: 'Account Holder IP Address' },
		);
	}
	const keeps = (isPicker || context.getMode() === 'manual') && settings.cacheMs > 0;
	return {
		...(address === '' ? {} : { attended: { psuIpAddress: address } }),
		...(keeps ? { cacheMs: settings.cacheMs } : {}),
		cache: keeps ? (option('fresh', false) ? 'refresh' : 'use') : 'off',
		...(settings.readsPerDay === undefined ? {} : { readsPerDay: settings.readsPerDay }),
	} as const;
}
