import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import type { Session } from '../../lib/login/session';
import { findBank } from '../../lib/banks';
import type { BankProfile } from '../../lib/profile/profile';
import type { BankClientOptions } from '../../lib/client';
import { readSettings, type Settings } from '../../lib/config/settings';
import { BankError } from '../../lib/errors';
import { auditSink } from '../../lib/n8n/audit';
import { bankLoginType } from '../../lib/n8n/bank-login-credential';
import { openBankLogin, type BankLogin } from '../../lib/n8n/bank-login-session';
import { clientOf } from '../../lib/n8n/client-fields';
import { choicesOf, chosenEnvironment } from '../../lib/n8n/credential-hosts';
import { n8nClock } from '../../lib/n8n/clock';
import { needsKeys } from '../../lib/n8n/key-fields';
import { keysOf, type Keys } from '../../lib/n8n/keys';
import { OAuth2Session } from '../../lib/n8n/oauth2-session';
import { requireHelpers } from '../../lib/n8n/requirements';
import { n8nHttp, type WireOptions } from '../../lib/n8n/wire';
import { digest } from '../../lib/store/digest';
import { openStore } from '../../lib/store/open';
import { readChoice } from './field-values';

export type ReadingContext = IExecuteFunctions | ILoadOptionsFunctions;
export type BankContext = ReadingContext | IWebhookFunctions | IHookFunctions;

export type CredentialType = 'psd2OAuth2Api' | typeof bankLoginType;

/** What everything that speaks to a bank stands on, whichever credential it uses. */
export interface Ground {
	readonly context: BankContext;
	readonly credentialType: CredentialType;
	readonly credentials: ICredentialDataDecryptedObject;
	readonly bank: BankProfile;
	readonly settings: Settings;
	readonly keys: Keys;
	/** How `common.http` leaves n8n. */
	readonly wire: WireOptions;
	/** A digest of the credential's id: names the connection in shared state. */
	readonly connectionId: string;
	readonly common: Omit<BankClientOptions, 'hosts' | 'session' | 'connection'>;
}

/** Which login the node's Authentication field names. */
export function chosenCredential(context: ReadingContext, itemIndex: number): CredentialType {
	const chosen =
		'getCurrentNodeParameter' in context
			? context.getCurrentNodeParameter('authentication')
			: context.getNodeParameter('authentication', itemIndex, 'oAuth2');
	const offered = ['oAuth2', 'bankLogin'] as const;
	const login = readChoice('Authentication', chosen ?? 'oAuth2', offered);
	return login === 'bankLogin' ? bankLoginType : 'psd2OAuth2Api';
}

/** Throws `settings-invalid` naming the credential's field. */
export async function openGround(
	context: BankContext,
	credentialType: CredentialType,
	itemIndex = 0,
): Promise<Ground> {
	if ('getInputData' in context) requireHelpers(context);
	const settings = readSettings();
	const credentials = await context.getCredentials(credentialType, itemIndex);
	const bank = findBank(String(credentials.bank));
	if (!bank) {
		throw new BankError(
			'settings-invalid',
			'The credential names a bank that this version does not know',
			{ field: 'Bank', nextStep: 'Open the credential and choose the bank again' },
		);
	}
	const needed = needsKeys(bank, chosenEnvironment(credentials, settings));
	const keys = keysOf(credentials, needed);
	const wire: WireOptions = {
		keys: keys.transport,
		mayAskForKeys: needed.transport !== undefined,
		timeoutMs: settings.timeoutMs,
	};
	const signal =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	return {
		context,
		credentialType,
		credentials,
		bank,
		settings,
		keys,
		wire,
		connectionId: digest(
			credentialType,
			context.getNode().credentials?.[credentialType]?.id ?? undefined,
		),
		common: {
			bank,
			http: n8nHttp(context, wire),
			client: clientOf(bank, credentials, keys.signing),
			choices: choicesOf(bank, credentials),
			clock: n8nClock,
			store: openStore(settings.store),
			audit: auditSink(settings, context.logger),
			retryBudgetMs: settings.retryBudgetMs,
			trace: traceOf(context),
			...(signal === undefined ? {} : { signal }),
		},
	};
}

export const openLogin = (ground: Ground): BankLogin =>
	openBankLogin({ ...ground, ...ground.common });

/** `attended` only says so in the audit log. */
export function sessionFor(ground: Ground, attended: boolean): Session {
	if (ground.credentialType === bankLoginType) return openLogin(ground).session;
	const { context, credentialType, connectionId, common, settings } = ground;
	return new OAuth2Session({
		...common,
		context,
		credentialType,
		leaseKey: `refresh/${connectionId}`,
		trace: common.trace ?? {},
		attended,
		renewalMs: settings.timeoutMs + 15_000,
	});
}

function traceOf(context: BankContext) {
	const { id: workflowId } = context.getWorkflow();
	const executionId = 'getExecutionId' in context ? context.getExecutionId() : undefined;
	return {
		node: context.getNode().name,
		...(workflowId === undefined ? {} : { workflowId }),
		...(executionId === undefined ? {} : { executionId }),
	};
}
