import { parseIban } from './iban';

export type AccountStatus = 'enabled' | 'blocked' | 'deleted' | 'other';

export interface Account {
	/** Stable across re-consent: from IBAN and currency where there is an IBAN. See `lib/sync/identity`. */
	readonly id: string;
	/** The bank's own id; may change with the consent. Goes into paths. */
	readonly resourceId: string;
	/** Compact (no blanks), mod-97 checked. */
	readonly iban?: string;
	readonly bban?: string;
	readonly maskedPan?: string;
	readonly bic?: string;
	/** ISO 4217; absent for an account of several currencies. */
	readonly currency?: string;
	readonly name?: string;
	readonly product?: string;
	readonly ownerName?: string;
	/** ISO 20022 cash account type, e.g. `CACC`. */
	readonly type?: string;
	readonly status?: AccountStatus;
	readonly raw: unknown;
}

/** Each account once: a file of statements names one as often as it has days of it. */
export function onceEach(listed: readonly Account[]): readonly Account[] {
	return [...new Map(listed.map((account) => [account.id, account])).values()];
}

/** Under which name an account number may be shown and compared. */
export interface AccountNumber {
	readonly iban?: string;
	readonly bban?: string;
	readonly maskedPan?: string;
}

/**
 * An account number of whatever kind a bank put into its one field: American Express sends a masked card
 * number as `iban`, sandboxes send IBANs with wrong check digits. Nothing is lost: what is neither an IBAN
 * nor a masked card number is a BBAN; what has no letter and no digit (Nationwide's `-`) is nothing.
 */
export function toAccountNumber(written: string | undefined): AccountNumber {
	const number = written?.trim() ?? '';
	if (!/[\p{L}\d]/u.test(number)) return {};
	const iban = parseIban(number);
	if (iban !== undefined) return { iban };
	return /[*•]|[xX]{3,}/.test(number) ? { maskedPan: number } : { bban: number };
}

const statusWords: ReadonlyMap<string, AccountStatus> = new Map(
	Object.entries({
		enabled: 'enabled',
		active: 'enabled',
		open: 'enabled',
		opened: 'enabled',
		ready: 'enabled',
		blocked: 'blocked',
		suspended: 'blocked',
		inactive: 'blocked',
		disabled: 'blocked',
		dormant: 'blocked',
		deleted: 'deleted',
		closed: 'deleted',
	} as const),
);

export function toAccountStatus(word: string | undefined): AccountStatus | undefined {
	if (word === undefined) return undefined;
	return statusWords.get(word.toLowerCase()) ?? 'other';
}
