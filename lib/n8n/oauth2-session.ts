import type { IAllExecuteFunctions, ICredentialDataDecryptedObject } from 'n8n-workflow';
import { LateRecords } from '../audit/late-records';
import { askReady, writeTo, type AuditRecord, type AuditSink } from '../audit/record';
import type { Access, Session } from '../login/session';
import type { BankProfile } from '../profile/profile';
import type { BankClientOptions } from '../client/options';
import {
	chooseRenewal,
	isFinal,
	notLoggedIn,
	renewalDelayed,
	renewalRefused,
} from '../login/renewal';
import { BankError } from '../errors';
import type { Clock } from '../http/port';
import { quote } from '../http/redact';
import { readToken } from '../models/token';
import { messageOf, settle } from '../outcome';
import { digest } from '../store/digest';
import { withLease } from '../store/lease';
import type { Store } from '../store/store';
import { within } from '../within';
import { unencoded } from './credential-fields';
import { keepLoginMark } from './login-mark';
import { keepLoginSecret } from './login-secret';
import { readTokenRefusal } from './token-refusal';

export interface OAuth2SessionOptions {
	readonly context: IAllExecuteFunctions;
	readonly credentialType: string;
	readonly bank: Pick<BankProfile, 'id' | 'name' | 'typed'>;
	readonly clock: Clock;
	readonly store: Store;
	/** Names the refresh lease: a digest of the credential's id. */
	readonly leaseKey: string;
	readonly audit: AuditSink;
	readonly trace: NonNullable<BankClientOptions['trace']>;
	readonly attended: boolean;
	/** How long n8n may take to renew, the wait for its own lease (10 s) included. Default 75 s. */
	readonly renewalMs?: number;
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
		const { oauthTokenData } = await this.credentials();
		if (isConnected(oauthTokenData)) return oauthTokenData;
		throw notLoggedIn(
			this.options.bank.name,
			'Connect the credential: open it, select "Connect" and log in at the bank',
		);
	}

	private async credentials(): Promise<ICredentialDataDecryptedObject> {
		const { context, credentialType } = this.options;
		const read = await settle(context.getCredentials(credentialType));
		if ('value' in read) return read.value;
		throw new BankError('settings-invalid', `n8n can't read the credential: ${said(read.error)}`, {
			field: 'Credential',
			nextStep: 'Open the credential, look through its fields and save it',
		});
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
		const { clock, bank, store, audit, renewalMs = 75_000 } = this.options;
		const renewal = this.renewal();
		await askReady(audit);
		const startedAt = clock.now();
		// n8n's own limit is one of silence: an answer that drips would be waited for for ever.
		const outcome = await settle(within(renewalMs, renewal));
		const error = 'error' in outcome ? await this.refusalOf(outcome.error) : undefined;
		const records = new LateRecords();
		records.add(writeTo(audit, this.record(accessOf(before), startedAt, error)));
		if (error !== undefined) throw error;
		const after = await this.stored();
		await keepLoginMark(store, before, after);
		await keepLoginSecret(store, before, after);
		await records.tell(`The login to ${bank.name} was renewed and its tokens are stored`);
		return accessOf(after);
	}

	/** n8n has it since 1.119. */
	private renewal(): () => Promise<unknown> {
		const { context, credentialType, bank } = this.options;
		const { refreshOAuth2Token } = context.helpers;
		if (typeof refreshOAuth2Token === 'function') {
			return async () => await refreshOAuth2Token.call(context, credentialType);
		}
		throw new BankError(
			'settings-invalid',
			`This n8n is too old to renew the login to ${bank.name}: it takes n8n 1.119 or later`,
			{ field: 'n8n', nextStep: 'Update n8n to 1.119 or later' },
		);
	}

	private record(
		{ consentId }: Access,
		startedAt: number,
		error: BankError | undefined,
	): AuditRecord {
		const { clock, bank, trace, attended } = this.options;
		const { workflowId, executionId, node } = trace;
		return {
			time: new Date(startedAt).toISOString(),
			...(workflowId === undefined ? {} : { workflow: workflowId }),
			...(executionId === undefined ? {} : { execution: executionId }),
			...(node === undefined ? {} : { node: quote(node) }),
			bank: bank.id,
			operation: 'token',
			...(consentId === undefined ? {} : { consent: digest(consentId) }),
			attended,
			...(error?.details.bankCode === undefined ? {} : { bankCode: error.details.bankCode }),
			outcome: error?.code ?? 'answered',
			attempt: 1,
			ms: clock.now() - startedAt,
		};
	}

	private async refusalOf(error: unknown): Promise<BankError> {
		const { bank } = this.options;
		if (error instanceof BankError) return error;
		const { isRevoked, ...refusal } = readTokenRefusal(error);
		if (!isRevoked && !isFinal(refusal)) return renewalDelayed(bank.name, refusal, howToLogIn);
		const refused = renewalRefused(bank.name, refusal.bankCode, howToLogIn);
		return refused.code === 'settings-invalid' && (await this.isUnencoded())
			? new BankError(refused.code, refused.message, {
					...refused.details,
					field: 'Client Authentication',
					nextStep: `Open the credential and choose Body in Client Authentication: ${unencoded}`,
				})
			: refused;
	}

	/** Whether the header may say something else than the bank has registered: n8n doesn't encode it (RFC 6749 §2.3.1). */
	private async isUnencoded(): Promise<boolean> {
		const read = await settle(this.credentials());
		if ('error' in read) return false;
		const { authentication, clientId, clientSecret } = read.value;
		return (
			this.options.bank.typed !== undefined &&
			authentication !== 'body' &&
			/[+%:]/.test(`${String(clientId)}${String(clientSecret)}`)
		);
	}
}

/** What n8n writes there besides the bank's answer, also where there was none. */
const n8nsOwn: ReadonlySet<string> = new Set(['callbackQueryString', 'n8n_expires_at', 'resource']);

/** A credential that was saved and never connected has `{}`. */
const isConnected = (tokens: unknown): tokens is object =>
	typeof tokens === 'object' &&
	tokens !== null &&
	Object.keys(tokens).some((name) => !n8nsOwn.has(name));

function accessOf(oauthTokenData: object): Access {
	const { accessToken, consentId } = readToken(oauthTokenData, 0);
	return consentId === undefined ? { accessToken } : { accessToken, consentId };
}

const howToLogIn = 'Open the credential, select "Switch account" and log in at the bank again';

const said = (error: unknown) => quote(messageOf(error));
