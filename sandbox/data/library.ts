import { AccountBook } from './book';
import { people, type Person } from './people';

/** Every account's book, for one seed and one number of transactions a person. */
export class Library {
	private readonly byOwner: ReadonlyMap<string, readonly AccountBook[]>;

	constructor(seed: string, transactions: number) {
		this.byOwner = new Map(
			people.map((person) => [person.id, booksOf(person, seed, transactions)]),
		);
	}

	of(personId: string): readonly AccountBook[] {
		return this.byOwner.get(personId) ?? [];
	}

	all(): readonly AccountBook[] {
		return [...this.byOwner.values()].flat();
	}
}

function booksOf(person: Person, seed: string, transactions: number): AccountBook[] {
	const counts = person.accounts.map(({ share }) => Math.floor(transactions * share));
	const first = person.accounts[0];
	if (first !== undefined && first.share > 0) {
		const given = counts.reduce((sum, count) => sum + count, 0);
		counts[0] = (counts[0] ?? 0) + transactions - given;
	}
	return person.accounts.map(
		(plan, index) => new AccountBook(person, plan, seed, counts[index] ?? 0),
	);
}
