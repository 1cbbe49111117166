import type { Bank } from '../bank/bank';

/** What else a bank remembers, from a persona's own file: `const sessions = shelf(() => new Map<…>())`. A reset clears it. */
export function shelf<Kept>(begin: () => Kept): (bank: Bank) => Kept {
	const byLife = new WeakMap<object, Kept>();
	return ({ life }) => {
		const kept = byLife.get(life) ?? begin();
		byLife.set(life, kept);
		return kept;
	};
}
