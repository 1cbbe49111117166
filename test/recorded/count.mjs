/**
 * Counts rows and adds up amounts of a recorded body on its own: shares no code with lib, so that the two can
 * only agree by being right. `node count.mjs <folder>` reads lines of `file<TAB>kind`, writes JSON lines.
 *
 * A row is money out where its indicator or its minus says so; without either, where the account of the answer is
 * its debtor, or its only party is a creditor who is somebody else. A minus elsewhere in the answer shows that the
 * bank signs: then parties alone don't turn a row, unless both are named and no such row has the minus.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

const [, , folder] = process.argv;

/** Amounts in thousand-millionths as BigInt: no float, no decimal library. */
const scale = 9;

function toUnits(written) {
	const text = String(written).trim();
	const negative = text.startsWith('-');
	const [whole, decimals = ''] = text.replace(/^[+-]/, '').split('.');
	const units = BigInt(whole + decimals.padEnd(scale, '0'));
	return negative ? -units : units;
}

/** -1 for debit, 1 for credit, 0 where nothing is said. */
function toldBy(indicator) {
	const word = String(indicator ?? '')
		.trim()
		.toUpperCase();
	if (/^D(BIT|EBIT)?$/.test(word)) return -1;
	return /^C(RDT|REDIT)?$/.test(word) ? 1 : 0;
}

/** Every object below `value` that holds `key`, in order, but not inside another such object. */
function holdersOf(key, value) {
	if (Array.isArray(value)) return value.flatMap((each) => holdersOf(key, each));
	if (typeof value !== 'object' || value === null) return [];
	if (key in value) return [value];
	return Object.values(value).flatMap((each) => holdersOf(key, each));
}

/** Each family's row as one of ours. */
const families = [
	{
		amount: 'transactionAmount',
		read: (row) => ({
			...row.transactionAmount,
			indicator: row.creditDebitIndicator ?? row.transactionAmount.creditDebitIndicator,
			creditor: sideOf(
				row.creditorName ?? row.relatedParties?.creditor?.name,
				row.creditorAccount ?? row.relatedParties?.creditorAccount,
			),
			debtor: sideOf(
				row.debtorName ?? row.relatedParties?.debtor?.name,
				row.debtorAccount ?? row.relatedParties?.debtorAccount,
			),
		}),
	},
	{
		amount: 'transaction_amount',
		read: (row) => ({
			...row.transaction_amount,
			indicator: row.credit_debit_indicator,
			creditor: sideOf(row.creditor?.name, row.creditor_account),
			debtor: sideOf(row.debtor?.name, row.debtor_account),
		}),
	},
	{
		amount: 'Amount',
		read: (row) => ({
			amount: row.Amount.Amount,
			currency: row.Amount.Currency,
			indicator: row.CreditDebitIndicator,
			creditor: sideOf(row.CreditorAccount?.Name, row.CreditorAccount),
			debtor: sideOf(row.DebtorAccount?.Name, row.DebtorAccount),
		}),
	},
	{
		amount: 'balanceAmount',
		read: (row) => ({ ...row.balanceAmount, indicator: row.creditDebitIndicator }),
	},
	{
		amount: 'balance_amount',
		read: (row) => ({ ...row.balance_amount, indicator: row.credit_debit_indicator }),
	},
];

function sideOf(name, account) {
	const numbers = numbersIn(account);
	return { isThere: Boolean(name) || numbers.length > 0, numbers };
}

/** Every number in an account reference, without blanks and strokes. */
function numbersIn(account) {
	if (account === null || account === undefined) return [];
	if (typeof account !== 'object') return [plain(account)];
	const { iban, bban, pan, maskedPan, identification, Identification, other } = account;
	const written = [iban, bban, pan, maskedPan, identification, Identification];
	return [...written, other?.identification].filter(Boolean).map(plain);
}

const plain = (number) => String(number).replace(/[\s-]/g, '').toUpperCase();

/** The rows of each list, with what the list is called. */
function listsOf(body) {
	const report = body.transactions ?? body.cardTransactions;
	if (typeof report !== 'object' || report === null || Array.isArray(report)) return [['', body]];
	return Object.entries(report).filter(([name]) => !name.startsWith('_'));
}

function countJson(body, kind) {
	// Balances that come along with transactions are another list.
	const { balances: beside, ...without } = Array.isArray(body) ? { list: body } : body;
	const listed = body.Data?.[kind === 'transactions' ? 'Transaction' : 'Balance'];
	const own = numbersIn(body.account ?? body.cardAccount);
	const isTurned = body.debitAccounting === true;
	for (const { amount, read } of families) {
		if (kind === 'transactions' && amount.startsWith('balance')) continue;
		if (kind === 'balances' && amount.startsWith('transaction')) continue;
		const lists = listed
			? [['', listed]]
			: kind === 'balances'
				? [['', { ...without, beside }]]
				: listsOf(without);
		const rows = lists.flatMap(([list, inside]) =>
			holdersOf(amount, inside).map((row) => ({ ...read(row), list, isTurned })),
		);
		if (rows.length > 0) return { rows: rows.length, sums: totals(rows, own) };
	}
	return { rows: 0, sums: {} };
}

function totals(rows, own) {
	const sums = {};
	for (const row of rows) {
		const code = String(row.currency).trim().toUpperCase();
		sums[code] = (sums[code] ?? 0n) + valueOf(row, rows, own);
	}
	return Object.fromEntries(Object.entries(sums).map(([code, sum]) => [code, String(sum)]));
}

function valueOf(row, rows, own) {
	const units = toUnits(row.amount);
	if (row.isTurned) return -units;
	const told = toldBy(row.indicator);
	if (told !== 0) return units < 0n ? units : units * BigInt(told);
	return units > 0n && isOut(row, rows, own) ? -units : units;
}

function isOut(row, rows, own) {
	const { creditor, debtor, list } = row;
	if (!creditor || !debtor) return false;
	const isOwn = ({ numbers }) => numbers.some((number) => own.includes(number));
	const isStranger = creditor.numbers.length > 0 && own.length > 0 && !isOwn(creditor);
	const isOurs = isOwn(debtor) && !isOwn(creditor);
	if (/^info/.test(list))
		return isOurs || (creditor.isThere && !debtor.isThere && !isOwn(creditor));
	if (!isOurs && !(isStranger && !debtor.isThere)) return false;
	const telling = rows.filter((each) => each.list === list || each.list === 'pending');
	const negative = telling.filter(
		(each) => toldBy(each.indicator) === 0 && toUnits(each.amount) < 0n,
	);
	if (isOurs && creditor.isThere) return !negative.some((each) => isOwn(each.debtor));
	return negative.length === 0;
}

function countXml(text) {
	const entries = text.match(/<Ntry>[\s\S]*?<\/Ntry>/g) ?? [];
	const rows = entries.map((entry) => {
		const [, currency, amount] = /<Amt Ccy="([A-Z]{3})">\s*([\d.]+)/.exec(entry);
		const [, indicator] = /<CdtDbtInd>\s*(\w+)/.exec(entry);
		return { amount, currency, indicator };
	});
	return { rows: rows.length, sums: totals(rows, []) };
}

const lines = readFileSync(0, 'utf8').split('\n').filter(Boolean);
for (const line of lines) {
	const [file, kind] = line.split('\t');
	const text = readFileSync(path.join(folder, file), 'utf8');
	const counted = file.endsWith('.json') ? countJson(JSON.parse(text), kind) : countXml(text);
	console.log(JSON.stringify({ file, ...counted }));
}
