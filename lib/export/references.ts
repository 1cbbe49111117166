import { hash } from 'node:crypto';
import { createOccurrences } from '../sync/occurrences';
import { dayOf, type TransactionLike } from './source';

/**
 * A reference for each row that no other row of the file has: programs take a second one for the first again and drop
 * it. It is the row's id; of rows that share theirs, the second one ends with `.2`.
 */
export function uniqueReferences(): (row: TransactionLike) => string {
	const countOf = createOccurrences();
	const count = (reference: string) => countOf(hash('sha256', reference, 'hex'));
	return (row) => {
		const reference = row.id ?? row.bankId ?? fingerprint(row);
		for (let number = count(reference); number > 1; number += 1) {
			const numbered = `${reference}.${number}`;
			if (count(numbered) === 1) return numbered;
		}
		return reference;
	};
}

/** The same in the next file, for a row that nobody gave an id. */
function fingerprint(row: TransactionLike): string {
	const { amount, currency, counterpartyName, counterpartyIban, text, reference, endToEndId } = row;
	const said = [counterpartyName, counterpartyIban, text, reference, endToEndId];
	return hash('sha256', JSON.stringify([dayOf(row), amount, currency, ...said]), 'hex').slice(
		0,
		32,
	);
}
