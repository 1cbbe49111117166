import { randomUUID } from 'node:crypto';
import { LateRecords } from '../audit/late-records';
import type { Context, Gain } from '../profile/call';
import type { BankProfile, Renewal } from '../profile/profile';
import { BankError, type BankErrorDetails } from '../errors';
import type { Clock, HttpAnswer } from '../http/port';
import { redact } from '../http/redact';
import { settle, settleSync } from '../outcome';
import { withLease, type Lease } from '../store/lease';
import type { Store } from '../store/store';
import type { BankCalls } from './bank-calls';
import { contextOf } from './context';
import {
	chooseRenewal,
	isFinal,
	isForLater,
	notLoggedIn,
	renewalDelayed,
	renewalRefused,
} from './renewal';
import type { Access, Session } from './session';
import { accessOf, ended, erased, renewed, tokenOf, type StoredLogin } from './stored-login';
import { inTurn } from './turns';

/** Where one connection's login is kept. Only `LoginSession` writes to it. */
export interface Vault {
	/** As it is stored now, never remembered. */
	read(): Promise<StoredLogin | undefined>;
	/** Returns when it can be read back; throws `storage-failed` otherwise. */
	write(login: StoredLogin): Promise<void>;
}

export interface LoginSessionOptions {
	readonly bank: Pick<BankProfile, 'name' | 'renewal' | 'refusal'>;
	readonly vault: Vault;
	readonly calls: BankCalls;
	readonly store: Store;
	readonly clock: Clock;
	/** A digest: names the connection in shared state. */
	readonly connectionId: string;
}

/** Longer than a token call may take with the writing after it. */
const waitMs = 90_000;
const howToLogIn = 'Log in again: open the login page of the PSD2 Bank Login Trigger';

/**
 * The tokens of one bank login, and the only writer of them. Every change goes through one lease: a renewal that
 * ends after a new login would otherwise write the old login's tokens over it.
 */
export class LoginSession implements Session {
	constructor(private readonly options: LoginSessionOptions) {}

	async current(): Promise<Access> {
		const stored = await this.stored();
		return this.choose(stored) === 'renew' ? await this.renewUnlessDone() : this.usable(stored);
	}

	async renew(refused: Access): Promise<Access> {
		return await this.renewUnlessDone(refused.accessToken);
	}

	/** As stored, without asking anybody. */
	stored(): Promise<StoredLogin | undefined> {
		return this.options.vault.read();
	}

	/** Puts a finished login in the place of the one before it, which `decide` may look at and refuse. */
	async replace(
		decide: (before: StoredLogin | undefined) => Promise<StoredLogin>,
	): Promise<StoredLogin> {
		return await this.exclusively(async (lease) => {
			const login = await decide(await this.stored());
			if (await this.isOvertaken(lease)) throw this.overtaken();
			await this.options.vault.write(login);
			return login;
		});
	}

	/** Removes everything here, also which accounts it was; the bank is not asked. */
	async erase(): Promise<void> {
		const { vault, clock } = this.options;
		await this.exclusively(() => vault.write(erased(randomUUID(), clock.now())));
	}

	/**
	 * Lets `revoke` end the login at the bank while nobody renews it, then removes the tokens here. Only a person
	 * who shares an account with it can log in after that.
	 */
	async end(revoke: (access: Access) => Promise<void>): Promise<void> {
		await this.exclusively(async (lease) => {
			const access = await this.fresh(lease, await this.stored(), undefined);
			const outcome = await settle(revoke(access));
			if ('error' in outcome) {
				if (!isTokenRefused(outcome.error)) throw outcome.error;
				await revoke(await this.fresh(lease, await this.stored(), access.accessToken));
			}
			if (await this.isOvertaken(lease)) throw this.overtaken();
			const { vault, clock } = this.options;
			const accounts = (await this.stored())?.accounts ?? [];
			await vault.write(ended(randomUUID(), clock.now(), accounts));
		});
	}

	private async renewUnlessDone(refused?: string): Promise<Access> {
		return await this.exclusively(async (lease) => this.fresh(lease, await this.stored(), refused));
	}

	/** Under the lease. */
	private async fresh(
		lease: Lease,
		stored: StoredLogin | undefined,
		refused: string | undefined,
	): Promise<Access> {
		switch (this.choose(stored, refused)) {
			case 'use':
				return this.usable(stored);
			case 'renew':
				return stored === undefined ? this.usable(stored) : await this.exchange(lease, stored);
			case 'log-in':
				if (stored?.token === undefined) return this.usable(undefined);
				throw renewalRefused(this.options.bank.name, undefined, howToLogIn);
		}
	}

	private choose(stored: StoredLogin | undefined, refused?: string) {
		const { bank, clock } = this.options;
		const refreshToken = stored && tokenOf(stored)?.refreshToken;
		return chooseRenewal({
			stored: stored && accessOf(stored),
			...(refused === undefined ? {} : { refused }),
			canRenew: canRenew(bank.renewal, refreshToken),
			now: clock.now(),
		});
	}

	private usable(stored: StoredLogin | undefined): Access {
		const access = stored && accessOf(stored);
		if (access !== undefined) return access;
		throw notLoggedIn(
			this.options.bank.name,
			'Open the login page of the PSD2 Bank Login Trigger and log in',
		);
	}

	private async exchange(lease: Lease, stored: StoredLogin): Promise<Access> {
		const { bank, calls, clock } = this.options;
		const access = accessOf(stored);
		const { renewal } = bank;
		if (renewal === undefined || access === undefined) return this.usable(stored);
		// Before the call: what it brings must not be lost after it.
		if (!(await lease.extend())) throw this.overtaken();
		const records = new LateRecords();
		const { call } = renewal;
		const context = contextOf(calls, access, clock);
		const asked = 'a renewal of the login';
		const outcome = await settle(calls.keeping(records).answerTo(call, context, { asked }));
		if ('error' in outcome) throw refusalOf(outcome.error, bank.name);
		const receivedAt = clock.now();
		const gain = this.granted(renewal, outcome.value, context);
		const login = await this.keep(lease, stored, renewed(stored, gain, receivedAt));
		await records.tell(`The login to ${bank.name} was renewed and its tokens are stored`);
		return this.usable(login);
	}

	/** Some token endpoints refuse with 200. */
	private granted({ call }: Renewal, answer: HttpAnswer, context: Context): Gain {
		const { bank } = this.options;
		const read = settleSync(() => call.read(answer, context));
		if ('value' in read) return read.value;
		const words = settleSync(() => bank.refusal(answer, call.operation));
		const { bankCode } = 'value' in words ? words.value : {};
		if (bankCode === undefined) throw read.error;
		throw refused(bank.name, { status: answer.status, bankCode: redact(bankCode) });
	}

	/** A bank that rotates takes only the new tokens from now on; a login made in the meantime counts more. */
	private async keep(lease: Lease, before: StoredLogin, after: StoredLogin): Promise<StoredLogin> {
		if (await this.isOvertaken(lease)) {
			const now = await settle(this.stored());
			const isSame = 'error' in now || JSON.stringify(now.value) === JSON.stringify(before);
			if (!isSame && now.value !== undefined) return now.value;
		}
		await this.options.vault.write(after);
		return after;
	}

	/** Asking the bank may take longer than the lease lasts. A shared store that is away gives nobody a lease. */
	private async isOvertaken(lease: Lease): Promise<boolean> {
		const held = await settle(lease.extend());
		return 'value' in held && !held.value;
	}

	private overtaken(): BankError {
		return new BankError(
			'storage-failed',
			`Something else has worked on the login to ${this.options.bank.name} in the meantime; nothing was written`,
			{ nextStep: 'Try again' },
		);
	}

	private exclusively<Value>(work: (lease: Lease) => Promise<Value>): Promise<Value> {
		const { store, clock, connectionId } = this.options;
		return inTurn(connectionId, () =>
			withLease(store, `refresh/${connectionId}`, { clock, waitMs }, work),
		);
	}
}

const canRenew = (renewal: Renewal | undefined, refreshToken: string | undefined) =>
	renewal !== undefined && (refreshToken !== undefined || renewal.without === 'refresh-token');

const isTokenRefused = (error: unknown) =>
	error instanceof BankError && error.code === 'login-required';

/** What the person must do, or that the next run may succeed. */
function refusalOf(error: unknown, bank: string): unknown {
	if (!(error instanceof BankError) || error.details.status === undefined) return error;
	const { code, details, retryable } = error;
	const isKnown = details.bankCode !== undefined && !isForLater(details);
	if (isKnown && (code === 'login-required' || code === 'consent-required')) {
		return renewalRefused(bank, details.bankCode, howToLogIn);
	}
	if (isKnown && code === 'settings-invalid' && !isFinal(details)) return error;
	return retryable ? error : refused(bank, details);
}

const refused = (bank: string, details: BankErrorDetails) =>
	isFinal(details)
		? renewalRefused(bank, details.bankCode, howToLogIn)
		: renewalDelayed(bank, details, howToLogIn);
