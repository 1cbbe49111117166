import { read, utils } from '@e965/xlsx';
import { Decimal } from 'decimal.js';
import type { LedgerEntry } from '../../../sandbox/data/ledger';
import type { OutputItem } from '../../../scripts/n8n/api';

/** `<account>, <currency>` → how many booked transactions, and what they come to. */
export type Totals = Readonly<Record<string, { readonly count: number; readonly sum: string }>>;

type Row = Readonly<Record<string, string | number | undefined>>;

/** Adds up the transaction rows of every account sheet of a workbook. */
export function totalsOfRows(file: Buffer): Totals {
	const sums = new Map<string, { count: number; sum: Decimal }>();
	const { SheetNames, Sheets } = read(file);
	for (const name of SheetNames.filter((sheet) => sheet !== 'Summary')) {
		const sheet = Sheets[name];
		if (sheet === undefined) continue;
		for (const row of utils.sheet_to_json<Row>(sheet)) {
			// Below the transactions stand the sheet's own totals, without an id.
			if (row['Transaction id'] === undefined) continue;
			const key = `${name}, ${row['Currency']}`;
			const { count, sum } = sums.get(key) ?? { count: 0, sum: new Decimal(0) };
			sums.set(key, { count: count + 1, sum: sum.add(String(row['Amount'])) });
		}
	}
	return sorted([...sums].map(([key, { count, sum }]) => [key, { count, sum: plain(sum) }]));
}

/** The totals that the summary sheet states. */
export function totalsOfSummary(file: Buffer): Totals {
	const summary = read(file).Sheets['Summary'];
	if (summary === undefined) throw new Error('The workbook has no sheet Summary');
	const rows = utils.sheet_to_json<(string | number)[]>(summary, { header: 1 });
	const heading = rows.findIndex(([first, second]) => first === 'Account' && second === 'IBAN');
	const [names = [], ...body] = rows.slice(heading);
	const at = (row: (string | number)[], column: string) => row[names.indexOf(column)];
	const ofAccounts = body.slice(
		0,
		body.findIndex(([first]) => first === 'Total'),
	);
	return sorted(
		ofAccounts.map((row) => [
			`${at(row, 'Sheet')}, ${at(row, 'Currency')}`,
			{ count: Number(at(row, 'Booked')), sum: plain(new Decimal(String(at(row, 'Net')))) },
		]),
	);
}

/** What the bank's own books say; `accounts` are the account items that n8n got. */
export function totalsOfLedger(
	ledger: readonly LedgerEntry[],
	accounts: readonly OutputItem[],
): Totals {
	// The bank's own id, or the number where a service between gives ids of its own.
	const names = new Map(
		accounts.flatMap(({ json: { resourceId, iban, name } }) =>
			[resourceId, ...(iban === undefined ? [] : [iban])].map((id) => [id, name] as const),
		),
	);
	return sorted(
		ledger
			.filter(({ booked }) => booked.count > 0)
			.map(({ account, iban, currency, booked }) => [
				`${String(names.get(account) ?? names.get(iban))}, ${currency}`,
				{ count: booked.count, sum: plain(new Decimal(booked.sum)) },
			]),
	);
}

const plain = (sum: Decimal): string => sum.toFixed();

const sorted = (entries: [string, Totals[string]][]): Totals =>
	Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
