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
	readonly status?: 'enabled' | 'blocked' | 'deleted' | 'other';
	readonly raw: unknown;
}
