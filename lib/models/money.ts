/** An exact amount: a decimal string (`-12.50`), signed from the account's view, with its ISO 4217 currency. */
export interface Money {
	readonly amount: string;
	readonly currency: string;
}
