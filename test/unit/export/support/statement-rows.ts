import fc from 'fast-check';
import { present } from '../../../../lib/models/present';
import { toTransactionItem } from '../../../../lib/models/items';
import type { Counterparty, TransactionRow } from '../../../../lib/models/transaction';
import type { TransactionLike } from '../../../../lib/export';

/** A row as the nodes' items carry it. */
export const itemOf = (row: TransactionRow, index: number): TransactionLike =>
	toTransactionItem({ ...row, id: `toy:${index}` }, { account: { id: 'a-1' } });

/** What a file can carry: the bank's own answer is not in it, nor which of its fields named the other side. */
export function comparable({ raw: _raw, counterparty, ...rest }: TransactionRow) {
	if (counterparty === undefined) return rest;
	const { source: _source, ...party } = counterparty;
	return { ...rest, counterparty: party };
}

const cents = fc
	.integer({ min: -99_999_999, max: 99_999_999 })
	.map((amount) => (amount / 100).toFixed(2));

const dayAfter = (days: number): string =>
	new Date(Date.UTC(2025, 5, 1) + days * 86_400_000).toISOString().slice(0, 10);

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

/** Words apart by one blank, as readers of remittance lines join them. */
const words = (characters: RegExp, longest: number) =>
	fc
		.array(fc.stringMatching(characters), { minLength: 1, maxLength: 12 })
		.map((parts) =>
			parts
				.filter((part) => part !== '')
				.join(' ')
				.slice(0, longest)
				.trim(),
		)
		.filter((text) => text !== '');

export interface RowCharacters {
	readonly word: RegExp;
	readonly longestText: number;
	readonly longestName: number;
}

/** Booked rows whose text keeps to the characters and lengths that a format has. */
export const statementRows = ({ word, longestText, longestName }: RowCharacters) =>
	fc
		.record({
			amount: cents,
			day: fc.nat(300),
			daysToValue: maybe(fc.integer({ min: -20, max: 20 })),
			text: maybe(words(word, longestText)),
			name: maybe(words(word, longestName)),
			iban: maybe(fc.constantFrom('NL91ABNA0417164300', 'DE89370400440532013000')),
			bankId: maybe(fc.stringMatching(/^[A-Z][A-Z0-9]{5,14}$/)),
			endToEndId: maybe(fc.stringMatching(/^E[A-Z0-9]{4,14}$/)),
			mandateId: maybe(fc.stringMatching(/^M[A-Z0-9]{4,20}$/)),
		})
		.map(({ amount, day, daysToValue, text, name, iban, ...ids }) =>
			present<TransactionRow>({
				...ids,
				status: 'booked',
				amount: { amount: amount === '-0.00' ? '0.00' : amount, currency: 'EUR' },
				date: dayAfter(day),
				bookingDate: dayAfter(day),
				valueDate: daysToValue === undefined ? undefined : dayAfter(day + daysToValue),
				text,
				lines: text === undefined ? undefined : [text],
				counterparty:
					name === undefined && iban === undefined
						? undefined
						: present<Counterparty>({ name, iban }),
				raw: undefined,
			}),
		);
