import type { Writable } from 'node:stream';
import { BankError } from '../errors';
import { isNegative } from '../models/money';
import { isBooked } from './source';
import type { AccountLike, BalanceLike, ExportResult, ExportSource } from './source';
import type { TransactionLike } from './source';
import { writeStatements, type StatementFormat } from './statements';
import { textElement } from './xml-text';

/**
 * Streams OFX 2.2 (XML): a statement for each account and currency, booked rows only. OFX wants the booked
 * balance at the end of each; without one the rows are refused (`invalid-input`). Names are cut at 32
 * characters, memos at 255, as OFX has it; the account id is the IBAN where it fits in 22 characters.
 */
export async function writeOfx(
	source: ExportSource,
	sink: Writable,
	options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<ExportResult> {
	return writeStatements(ofx, source, sink, options.signal);
}

const success = '<STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS>';

const ofx: StatementFormat = {
	begin: ({ madeAt }) =>
		'<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n' +
		'<?OFX OFXHEADER="200" VERSION="220" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>\n' +
		`<OFX><SIGNONMSGSRSV1><SONRS>${success}<DTSERVER>${instant(madeAt)}</DTSERVER>` +
		'<LANGUAGE>ENG</LANGUAGE></SONRS></SIGNONMSGSRSV1><BANKMSGSRSV1>',
	open: (head) => {
		if (bookedBalance(head.balances) === undefined) throw withoutBalance(head.currency);
		return (
			`\n<STMTTRNRS><TRNUID>${head.number}</TRNUID>${success}` +
			`<STMTRS><CURDEF>${head.currency}</CURDEF><BANKACCTFROM>` +
			`${textElement('BANKID', head.account.bic?.slice(0, 8) ?? 'NOTGIVEN')}` +
			`${textElement('ACCTID', accountId(head.account))}<ACCTTYPE>CHECKING</ACCTTYPE></BANKACCTFROM>` +
			`<BANKTRANLIST><DTSTART>${compactDay(head.source.period?.from ?? '1970-01-01')}</DTSTART>` +
			`<DTEND>${compactDay(head.source.period?.to ?? head.source.madeAt.slice(0, 10))}</DTEND>`
		);
	},
	row: (row, number) => (isBooked(row) ? statementTransaction(row, number) : undefined),
	close: ({ balances, source }) =>
		'</BANKTRANLIST>' +
		balanceXml('LEDGERBAL', bookedBalance(balances), source) +
		balanceXml('AVAILBAL', availableBalance(balances), source) +
		'</STMTRS></STMTTRNRS>',
	end: () => '\n</BANKMSGSRSV1></OFX>\n',
	startsWithTotals: false,
	hasEmptyStatement: ({ balances }) => bookedBalance(balances) !== undefined,
};

const withoutBalance = (currency: string): BankError =>
	new BankError('invalid-input', `OFX needs the booked balance in ${currency} of the account.`, {
		field: 'balances',
		nextStep: 'Add the balances (PSD2 Balances) to the items, or choose another format.',
	});

const bookedKinds = ['interimBooked', 'closingBooked', 'previouslyClosedBooked', 'openingBooked'];
const availableKinds = ['interimAvailable', 'closingAvailable', 'expected', 'forwardAvailable'];

const bookedBalance = (balances: readonly BalanceLike[]): BalanceLike | undefined =>
	balances.find(({ isBooked: isPicked }) => isPicked) ?? firstOf(bookedKinds, balances);

const availableBalance = (balances: readonly BalanceLike[]): BalanceLike | undefined =>
	balances.find(({ isAvailable }) => isAvailable) ?? firstOf(availableKinds, balances);

const firstOf = (
	kinds: readonly string[],
	balances: readonly BalanceLike[],
): BalanceLike | undefined =>
	kinds.flatMap((kind) => balances.filter(({ type }) => type === kind))[0];

function balanceXml(
	name: string,
	balance: BalanceLike | undefined,
	{ madeAt }: ExportSource,
): string {
	if (balance === undefined) return '';
	const day = balance.referenceDate ?? madeAt.slice(0, 10);
	return `<${name}><BALAMT>${balance.amount}</BALAMT><DTASOF>${compactDay(day)}</DTASOF></${name}>`;
}

/** At most 22 characters: a longer IBAN without its country and check digits. */
function accountId({ iban, bban, maskedPan, accountId: id }: AccountLike): string {
	if (iban !== undefined) return iban.length <= 22 ? iban : iban.slice(4).slice(-22);
	return (bban ?? maskedPan ?? id).slice(-22);
}

function statementTransaction(row: TransactionLike, number: number): string {
	const posted = row.bookingDate ?? row.date ?? row.valueDate ?? row.transactionDate;
	if (posted === undefined) {
		throw new BankError('invalid-input', `OFX needs a date for ${row.id ?? 'every transaction'}.`, {
			field: 'date',
			nextStep: 'Choose another format.',
		});
	}
	return (
		`\n<STMTTRN><TRNTYPE>${isNegative(row.amount) ? 'DEBIT' : 'CREDIT'}</TRNTYPE>` +
		`<DTPOSTED>${compactDay(posted)}</DTPOSTED>` +
		textElement('DTUSER', row.transactionDate && compactDay(row.transactionDate)) +
		textElement('DTAVAIL', row.valueDate && compactDay(row.valueDate)) +
		`<TRNAMT>${row.amount}</TRNAMT>` +
		textElement('FITID', row.id ?? row.bankId ?? `${posted}-${number}`, 255) +
		textElement('REFNUM', row.reference, 32) +
		textElement('NAME', row.counterpartyName, 32) +
		`${textElement('MEMO', row.text, 255)}</STMTTRN>`
	);
}

/** `2026-03-31T14:00:00+02:00` → `20260331120000`: a time without a zone is GMT in OFX. */
const instant = (madeAt: string): string =>
	new Date(madeAt).toISOString().replace(/\D/g, '').slice(0, 14);

const compactDay = (day: string): string => day.replaceAll('-', '');
