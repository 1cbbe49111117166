import type { ExportSource, TransactionLike } from '../../lib/export/source';

const pageSize = 500;
const counterparties = ['Toy Grocer', 'Exempel El AB', 'Beispiel Miete GmbH', 'Ejemplo Taller'];

/** One account with so many invented transactions, made page by page, newest first. */
export function generatedSource(rows: number): ExportSource {
	const account = { accountId: 'bench-1', name: 'Bench account', currency: 'SEK' };
	const balances = [{ type: 'interimBooked', amount: '100000.00', currency: 'SEK' }];
	return {
		madeAt: '2026-01-01T00:00:00Z',
		bank: 'Bench Bank',
		period: { from: '2020-01-01' },
		accounts: [{ account, balances, transactions: pages(rows) }],
	};
}

async function* pages(rows: number): AsyncGenerator<readonly TransactionLike[]> {
	for (let first = 0; first < rows; first += pageSize) {
		const length = Math.min(pageSize, rows - first);
		yield Array.from({ length }, (_, index) => transaction(first + index));
	}
}

export function transaction(index: number): TransactionLike {
	const day = new Date(Date.UTC(2025, 11, 31) - (index % 2000) * 43_200_000);
	const date = day.toISOString().slice(0, 10);
	const cents = ((index * 7919) % 1_000_000) - 500_000;
	return {
		id: `t1-${(index * 2_654_435_761) % 4_294_967_296}-${index}`,
		bankId: `B${1_000_000_000 + index}`,
		status: 'booked',
		amount: (cents / 100).toFixed(2),
		currency: 'SEK',
		date,
		bookingDate: date,
		valueDate: date,
		counterpartyName: counterparties[index % counterparties.length],
		counterpartyIban: `XX00TOY${String(index % 9973).padStart(14, '0')}`,
		text: `Invoice ${index} for the month of ${date.slice(0, 7)}, order ${(index * 31) % 100_003}`,
		reference: String(2_000_000_000 + index),
	};
}
