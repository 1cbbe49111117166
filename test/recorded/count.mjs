/**
 * Counts rows and adds up amounts of a recorded body on its own: shares no code with lib, so that the two can
 * only agree by being right. `node count.mjs <folder>` reads lines of `file<TAB>kind`, writes JSON lines.
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

function isDebit(indicator) {
	return ['DBIT', 'DEBIT'].includes(String(indicator ?? '').toUpperCase());
}

/** Every object below `value` that holds `key`, in order, but not inside another such object. */
function holdersOf(key, value) {
	if (Array.isArray(value)) return value.flatMap((each) => holdersOf(key, each));
	if (typeof value !== 'object' || value === null) return [];
	if (key in value) return [value];
	return Object.values(value).flatMap((each) => holdersOf(key, each));
}

const amountsOf = {
	transactions: [
		['transactionAmount', (row) => [row.transactionAmount, row.creditDebitIndicator]],
		['transaction_amount', (row) => [row.transaction_amount, row.credit_debit_indicator]],
		[
			'Amount',
			(row) => [
				{ amount: row.Amount.Amount, currency: row.Amount.Currency },
				row.CreditDebitIndicator,
			],
		],
	],
	balances: [
		['balanceAmount', (row) => [row.balanceAmount]],
		['balance_amount', (row) => [row.balance_amount]],
		[
			'Amount',
			(row) => [
				{ amount: row.Amount.Amount, currency: row.Amount.Currency },
				row.CreditDebitIndicator,
			],
		],
	],
};

function signed(amount, indicator) {
	const units = toUnits(amount);
	return isDebit(indicator) && units > 0n ? -units : units;
}

function totals(rows) {
	const sums = {};
	for (const [{ amount, currency }, indicator] of rows) {
		const code = String(currency).trim().toUpperCase();
		sums[code] = (sums[code] ?? 0n) + signed(amount, indicator);
	}
	return Object.fromEntries(Object.entries(sums).map(([code, sum]) => [code, String(sum)]));
}

function countJson(body, kind) {
	// Balances that come along with transactions are another list.
	const { balances: beside, ...without } = Array.isArray(body) ? { list: body } : body;
	const listed = body.Data?.[kind === 'transactions' ? 'Transaction' : 'Balance'];
	const searched = listed ?? (kind === 'transactions' ? without : { ...without, beside });
	for (const [key, read] of amountsOf[kind]) {
		const rows = holdersOf(key, searched);
		if (rows.length > 0) return { rows: rows.length, sums: totals(rows.map(read)) };
	}
	return { rows: 0, sums: {} };
}

function countXml(text) {
	const entries = text.match(/<Ntry>[\s\S]*?<\/Ntry>/g) ?? [];
	const rows = entries.map((entry) => {
		const [, currency, amount] = /<Amt Ccy="([A-Z]{3})">\s*([\d.]+)/.exec(entry);
		const [, indicator] = /<CdtDbtInd>\s*(\w+)/.exec(entry);
		return [{ amount, currency }, indicator];
	});
	return { rows: rows.length, sums: totals(rows) };
}

const lines = readFileSync(0, 'utf8').split('\n').filter(Boolean);
for (const line of lines) {
	const [file, kind] = line.split('\t');
	const text = readFileSync(path.join(folder, file), 'utf8');
	const counted = file.endsWith('.json') ? countJson(JSON.parse(text), kind) : countXml(text);
	console.log(JSON.stringify({ file, ...counted }));
}
