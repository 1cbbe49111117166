import type { Bank } from '../bank/bank';

/** What else a bank remembers, from a persona's own file: `const sessions = shelf(() => new Map<…>())`. A reset clears it. */
export function shelf<Kept>(begin: (bank: Bank) => Kept): (bank: Bank) => Kept {
	const byLife = new WeakMap<object, Kept>();
	return (bank) => {
		const kept = byLife.get(bank.life) ?? begin(bank);
		byLife.set(bank.life, kept);
		return kept;
	};
}
