import type { Call } from './call';

export interface Option {
	/** Saved in workflows: stable. */
	readonly value: string;
	readonly name: string;
	readonly description?: string;
}

/** Something that only the user knows: a country's market, a brand, the bank behind an aggregator. */
export interface Choice {
	/** In `Context.choices`. */
	readonly id: string;
	readonly name: string;
	readonly description?: string;
	/** `credential`: a field of it. `login`: chosen in the trigger node, or by the visitor of the login page. */
	readonly where: 'credential' | 'login';
	/** Fixed, or asked from the bank. */
	readonly options: readonly Option[] | Call<readonly Option[]>;
}
