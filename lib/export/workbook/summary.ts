import { DecimalSum, decimalsOf } from '../decimal-sum';
import type { CurrencyTotals } from '../ledger';
import type { AccountLike, ExportSource, Language, UnreadAccount } from '../source';
import { titleOf, type WrittenAccount } from './account-sheets';
import { columnLetter, fitsNumber } from './cells';
import type { Workbook } from './sheet';
import { SummaryRows, type SummaryCell } from './summary-rows';
import { balanceName, remarkText, words } from './words';

const widths = [30, 28, 24, 10, 10, 12, 12, 12, 18, 18, 18, 18, 20, 24, 12, 16, 48];
/** Where the accounts table keeps what is added up per currency: both counts, in, out, net, pending. */
const currencyColumn = 3;
const reconciliationColumn = widths.length - 1;
const addedColumns = [4, 5, 8, 9, 10, 11] as const;

/** What is summed up, and what could not be. */
export interface Summed {
	readonly accounts: readonly WrittenAccount[];
	readonly unread: readonly UnreadAccount[];
}

/** The first sheet: written last, when everything on it is known. */
export async function writeSummary(
	workbook: Workbook,
	name: string,
	source: ExportSource,
	{ accounts, unread }: Summed,
	language: Language,
): Promise<void> {
	const word = words[language];
	const sheet = workbook.openSheet({
		name,
		columns: widths.map((width, index) => ({
			width,
			...(index === 0 && { heading: word.bankTransactions }),
		})),
		isSummary: true,
		footer: word.page,
	});
	const rows = new SummaryRows(workbook);
	writeFacts(rows, source, { accounts, unread }, language);
	if (accounts.length + unread.length > 0) writeAccounts(rows, { accounts, unread }, language);
	writeBalances(rows, accounts, language);
	writeRemarks(rows, accounts, language);
	await sheet.write(rows.toString());
	sheet.close();
}

function writeFacts(
	rows: SummaryRows,
	{ bank, madeAt, period }: ExportSource,
	{ accounts, unread }: Summed,
	language: Language,
): void {
	const word = words[language];
	const count = accounts.reduce((sum, account) => sum + account.rows, 0);
	if (bank !== undefined) rows.add([word.bank, bank]);
	rows.add([word.madeAt, madeAt]);
	rows.add([
		word.period,
		period === undefined ? word.wholeList : `${period.from ?? '…'} – ${period.to ?? word.upToNow}`,
	]);
	rows.add([word.accounts, { count: accounts.length, align: 'left' }]);
	if (unread.length > 0) rows.add([word.notRead, { count: unread.length, align: 'left' }]);
	rows.add([word.transactions, { count, align: 'left' }]);
	if (accounts.length === 0 && unread.length === 0) rows.add([word.noAccounts]);
	else if (count === 0) rows.add([word.noTransactions]);
}

function writeAccounts(rows: SummaryRows, { accounts, unread }: Summed, language: Language): void {
	const word = words[language];
	rows.title(word.accounts);
	rows.heading([
		word.account,
		word.iban,
		word.sheet,
		word.currency,
		{ number: word.booked },
		{ number: word.pending },
		{ number: word.firstDay },
		{ number: word.lastDay },
		{ number: word.moneyIn },
		{ number: word.moneyOut },
		{ number: word.net },
		{ number: word.pendingNet },
		{ number: word.opening },
		{ number: word.closing },
		{ number: word.asOf },
		{ number: word.difference },
		word.reconciliation,
	]);
	const firstRow = rows.row + 1;
	for (const account of accounts) {
		for (const totals of account.totals) rows.add(accountCells(account, totals, language));
		if (account.totals.length === 0) rows.add(identity(account));
	}
	const table = { from: firstRow, to: rows.row };
	for (const { account, unread: why } of unread) {
		const cells: SummaryCell[] = widths.map(() => undefined);
		[cells[0], cells[1]] = [titleOf(account, language), numberOf(account)];
		cells[reconciliationColumn] = `${word.notRead}: ${why}`;
		rows.add(cells);
	}
	for (const [currency, sums] of sumsByCurrency(accounts)) {
		const cells: SummaryCell[] = widths.map(() => undefined);
		cells[0] = unread.length === 0 ? word.total : word.totalWithoutNotRead;
		cells[currencyColumn] = currency;
		addedColumns.forEach((column, index) => {
			const sum = sums[index];
			if (sum !== undefined) cells[column] = sumCell(column, table, currency, index < 2, sum);
		});
		rows.add(cells, { bold: true, topLine: true });
	}
}

function accountCells(
	account: WrittenAccount,
	{ currency, reconciliation, ...totals }: CurrencyTotals,
	language: Language,
): readonly SummaryCell[] {
	const amount = (value: string | undefined) => ({ amount: value, currency });
	const { closing, opening, difference, outcome } = reconciliation;
	return [
		...identity(account),
		currency,
		{ count: totals.booked },
		{ count: totals.pending },
		{ date: totals.firstDay },
		{ date: totals.lastDay },
		amount(totals.moneyIn),
		amount(totals.moneyOut),
		amount(totals.net),
		amount(totals.pendingNet),
		amount(opening),
		amount(closing?.amount),
		{ date: closing?.referenceDate },
		amount(difference),
		words[language][outcomeWords[outcome]],
	];
}

const outcomeWords = {
	agrees: 'agrees',
	differs: 'differs',
	calculated: 'calculated',
	'not-comparable': 'notComparable',
	'no-balance': 'noBalance',
} as const;

const identity = ({ title, source, sheets }: WrittenAccount): readonly SummaryCell[] => [
	title,
	numberOf(source.account),
	sheets.join(', '),
];

const numberOf = ({ iban, bban, maskedPan }: AccountLike): string | undefined =>
	iban ?? bban ?? maskedPan;

interface ColumnSum {
	readonly sum: DecimalSum;
	/** A cell of the column stands as text, which a formula would leave out. */
	hasText: boolean;
}

function sumsByCurrency(
	accounts: readonly WrittenAccount[],
): ReadonlyMap<string, readonly ColumnSum[]> {
	const sums = new Map<string, readonly ColumnSum[]>();
	for (const { currency, ...totals } of accounts.flatMap((account) => account.totals)) {
		const { booked, pending, moneyIn, moneyOut, net, pendingNet } = totals;
		const known =
			sums.get(currency) ?? addedColumns.map(() => ({ sum: new DecimalSum(), hasText: false }));
		sums.set(currency, known);
		const values = [String(booked), String(pending), moneyIn, moneyOut, net, pendingNet];
		values.forEach((value, index) => {
			const column = known[index];
			column?.sum.add(value);
			if (column !== undefined && !fitsNumber(value)) column.hasText = true;
		});
	}
	return sums;
}

function sumCell(
	column: number,
	{ from, to }: { readonly from: number; readonly to: number },
	currency: string,
	isCount: boolean,
	{ sum, hasText }: ColumnSum,
): SummaryCell {
	const result = sum.toString();
	if (hasText) return { amount: result, currency };
	const range = (index: number) => `${columnLetter(index)}${from}:${columnLetter(index)}${to}`;
	const added = `SUMIF(${range(currencyColumn)},"${currency}",${range(column)})`;
	const formula = `ROUND(${added},${decimalsOf(result)})`;
	return isCount ? { formula, result } : { formula, result, currency };
}

function writeBalances(
	rows: SummaryRows,
	accounts: readonly WrittenAccount[],
	language: Language,
): void {
	if (accounts.every(({ source }) => source.balances.length === 0)) return;
	const word = words[language];
	rows.title(word.balances);
	// Days and amounts stand under the days and amounts of the accounts above.
	rows.heading([
		word.account,
		word.iban,
		word.type,
		word.currency,
		'',
		'',
		{ number: word.referenceDate },
		'',
		{ number: word.amount },
	]);
	for (const account of accounts) {
		const [title, iban] = identity(account);
		for (const { type, amount, currency, referenceDate } of account.source.balances) {
			const day = { date: referenceDate };
			const name = balanceName(type, language);
			rows.add([title, iban, name, currency, '', '', day, '', { amount, currency }]);
		}
	}
}

function writeRemarks(
	rows: SummaryRows,
	accounts: readonly WrittenAccount[],
	language: Language,
): void {
	const word = words[language];
	const remarks = accounts.flatMap((account) => [
		...account.remarks.map(
			({ kind, count, first }) => `${remarkText(kind, language)} (${count}: ${first}).`,
		),
		...(account.totals.some(({ anchor, booked }) => booked > 0 && anchor.tiedTo === 'nothing')
			? [`${account.title}: ${word.runningTotalRemark}`]
			: []),
		...(account.totals.some(({ other }) => other > 0)
			? [`${account.title}: ${word.otherRemark}`]
			: []),
		...(account.source.remarks ?? []).map((remark) => `${account.title}: ${remark}`),
	]);
	if (remarks.length === 0) return;
	rows.title(word.remarks);
	for (const remark of remarks) rows.add([remark]);
}
