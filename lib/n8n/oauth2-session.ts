import type { IAllExecuteFunctions } from 'n8n-workflow';
import type { AuditSink } from '../audit/record';
import type { Access, Session } from '../auth/session';
import type { BankProfile } from '../banks/profile';
import type { BankClientOptions } from '../client/options';
import { chooseRenewal, notLoggedIn, renewalRefused } from '../auth/renewal';
import { BankError } from '../errors';
import type { Clock } from '../http/port';
import { redact } from '../http/redact';
import { readToken } from '../models/token';
import { settle } from '../outcome';
import { digest } from '../store/digest';
import { withLease } from '../store/lease';
import type { Store } from '../store/store';
import { keepLoginMark } from './login-mark';
import { keepLoginSecret } from './login-secret';

export interface OAuth2SessionOptions {
	readonly context: IAllExecuteFunctions;
	readonly credentialType: string;
	readonly bank: Pick<BankProfile, 'id' | 'name'>;
	readonly clock: Clock;
	readonly store: Store;
	/** Names the refresh lease: a digest of the credential's id. */
	readonly leaseKey: string;
	readonly audit: AuditSink;
	readonly trace: NonNullable<BankClientOptions['trace']>;
	readonly attended: boolean;
}

/** Longer than n8n waits for its own lease (10 s) and a token call together. */
const waitMs = 60_000;

/**
 * Tokens that n8n keeps and refreshes (`helpers.refreshOAuth2Token`). n8n compares the stored token with the
 * one it read a moment before, so a refresh that ends in between is repeated; our lease around reading and
 * refreshing makes it exactly one.
 */
export class OAuth2Session implements Session {
	constructor(private readonly options: OAuth2SessionOptions) {}

	async current(): Promise<Access> {
		return accessOf(await this.stored());
	}

	private async stored(): Promise<object> {
		const { context, credentialType, bank } = this.options;
		const { oauthTokenData } = await context.getCredentials(credentialType);
		if (typeof oauthTokenData === 'object' && oauthTokenData !== null) return oauthTokenData;
		throw notLoggedIn(bank.name, 'Open the credential, select "Connect" and log in at the bank');
	}

	async renew(refused: Access): Promise<Access> {
		const { store, leaseKey, clock } = this.options;
		return await withLease(store, leaseKey, { clock, waitMs }, async () => {
			const tokens = await this.stored();
			const stored = accessOf(tokens);
			const choice = chooseRenewal({
				stored,
				refused: refused.accessToken,
				// n8n itself knows whether it can.
				canRenew: true,
				now: clock.now(),
			});
			return choice === 'renew' ? await this.refresh(tokens) : stored;
		});
	}

	/** n8n sends the token call, so it has no X-Request-ID of ours; it has its audit record. */
	private async refresh(before: object): Promise<Access> {
		const { clock, context, credentialType, bank, store, audit, trace, attended } = this.options;
		const { consentId } = accessOf(before);
		const startedAt = clock.now();
		const outcome = await settle(context.helpers.refreshOAuth2Token.call(context, credentialType));
		const error = 'error' in outcome ? refusalOf(outcome.error, bank.name) : undefined;
		const { workflowId, executionId, node } = trace;
		await audit({
			time: new Date(startedAt).toISOString(),
			...(workflowId === undefined ? {} : { workflow: workflowId }),
			...(executionId === undefined ? {} : { execution: executionId }),
			...(node === undefined ? {} : { node: redact(node) }),
			bank: bank.id,
			operation: 'token',
			...(consentId === undefined ? {} : { consent: digest(consentId) }),
			attended,
			...(error?.details.bankCode === undefined ? {} : { bankCode: error.details.bankCode }),
			outcome: error?.code ?? 'answered',
			attempt: 1,
			ms: clock.now() - startedAt,
		});
		if (error) throw error;
		const after = await this.stored();
		await keepLoginMark(store, before, after);
		await keepLoginSecret(store, before, after);
		return accessOf(after);
	}
}

function accessOf(oauthTokenData: object): Access {
	const { accessToken, consentId } = readToken(oauthTokenData, 0);
	return consentId === undefined ? { accessToken } : { accessToken, consentId };
}

const howToLogIn = 'Open the credential, select "Switch account" and log in at the bank again';

/** n8n's token client throws its own errors; RFC 6749 §5.2 codes stand in their body. */
function refusalOf(error: unknown, bank: string): BankError {
	const code = oauthCodeOf(error);
	if (code !== undefined || isReconnect(error)) return renewalRefused(bank, code, howToLogIn);
	return new BankError('bank-unavailable', `${bank} could not renew the login just now`, {
		bank,
		nextStep: 'Try again in a few minutes',
	});
}

function oauthCodeOf(error: unknown): string | undefined {
	if (!(error instanceof Error) || !('body' in error)) return undefined;
	const { body } = error;
	return typeof body === 'object' &&
		body !== null &&
		'error' in body &&
		typeof body.error === 'string'
		? redact(body.error)
		: undefined;
}

/** What n8n makes of `invalid_grant`: a NodeOperationError that says so in `failure`. */
const isReconnect = (error: unknown): boolean =>
	error instanceof Error &&
	'failure' in error &&
	JSON.stringify(error.failure ?? '').includes('credential-invalid');
