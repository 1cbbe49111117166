import type { Writable } from 'node:stream';
import { isNegative } from '../models/money';
import { withoutBalance, withoutDate } from './advice';
import { isBooked } from './source';
import type { AccountLike, BalanceLike, ExportResult, ExportSource } from './source';
import type { TransactionLike } from './source';
import { writeStatements, type StatementFormat } from './statements';
import { onOneLine, textElement } from './xml-text';

/**
 * Streams OFX 2.2 (XML): a statement for each account and currency, cards as card accounts, booked rows only. OFX wants
 * the booked balance at the end of each; an account without one is left out and told. Names are cut at 32 characters,
 * memos at 255, as OFX has it; the account id is the IBAN where it fits in 22 characters.
 */
export async function writeOfx(
	source: ExportSource,
	sink: Writable,
	options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<ExportResult> {
	return writeStatements(ofx, source, sink, options.signal);
}

const success = '<STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS>';

/** OFX has no other place for cards; a card account is known by its type, or by its number. */
const isCard = ({ type, iban, bban, maskedPan }: AccountLike): boolean =>
	type === 'CARD' || (maskedPan !== undefined && iban === undefined && bban === undefined);

const ofx: StatementFormat = {
	name: 'OFX',
	begin: ({ madeAt }) =>
		'<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n' +
		'<?OFX OFXHEADER="200" VERSION="220" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>\n' +
		`<OFX><SIGNONMSGSRSV1><SONRS>${success}<DTSERVER>${instant(madeAt)}</DTSERVER>` +
		'<LANGUAGE>ENG</LANGUAGE></SONRS></SIGNONMSGSRSV1>',
	section: { begin: '<BANKMSGSRSV1>', end: '\n</BANKMSGSRSV1>' },
	lastSection: {
		has: isCard,
		begin: '<CREDITCARDMSGSRSV1>',
		end: '\n</CREDITCARDMSGSRSV1>',
	},
	refusal: ({ balances, source }) =>
		bookedBalance(balances) === undefined ? withoutBalance(source) : undefined,
	open: ({ number, account, currency, source }) => {
		const [transaction, statement] = isCard(account)
			? ['CCSTMTTRNRS', 'CCSTMTRS']
			: ['STMTTRNRS', 'STMTRS'];
		return (
			`\n<${transaction}><TRNUID>${number}</TRNUID>${success}` +
			`<${statement}><CURDEF>${currency}</CURDEF>${accountFrom(account)}` +
			`<BANKTRANLIST><DTSTART>${compactDay(source.period?.from ?? '1970-01-01')}</DTSTART>` +
			`<DTEND>${compactDay(source.period?.to ?? source.madeAt.slice(0, 10))}</DTEND>`
		);
	},
	row: (row, { account }, referenceOf) =>
		isBooked(row) ? statementTransaction(row, referenceOf(row), account) : undefined,
	close: ({ account, balances, source }) =>
		'</BANKTRANLIST>' +
		balanceXml('LEDGERBAL', bookedBalance(balances), source) +
		balanceXml('AVAILBAL', availableBalance(balances), source) +
		(isCard(account) ? '</CCSTMTRS></CCSTMTTRNRS>' : '</STMTRS></STMTTRNRS>'),
	end: () => '</OFX>\n',
	startsWithTotals: false,
};

function accountFrom(account: AccountLike): string {
	const id = textElement('ACCTID', accountId(account));
	if (isCard(account)) return `<CCACCTFROM>${id}</CCACCTFROM>`;
	const bank = textElement('BANKID', account.bic?.slice(0, 8) ?? 'NOTGIVEN');
	const kind = account.type === 'SVGS' ? 'SAVINGS' : 'CHECKING';
	return `<BANKACCTFROM>${bank}${id}<ACCTTYPE>${kind}</ACCTTYPE></BANKACCTFROM>`;
}

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

function statementTransaction(
	row: TransactionLike,
	reference: string,
	account: AccountLike,
): string {
	const posted = row.bookingDate ?? row.date ?? row.valueDate ?? row.transactionDate;
	if (posted === undefined) throw withoutDate('OFX', row, account);
	return (
		`\n<STMTTRN><TRNTYPE>${isNegative(row.amount) ? 'DEBIT' : 'CREDIT'}</TRNTYPE>` +
		`<DTPOSTED>${compactDay(posted)}</DTPOSTED>` +
		textElement('DTUSER', row.transactionDate && compactDay(row.transactionDate)) +
		textElement('DTAVAIL', row.valueDate && compactDay(row.valueDate)) +
		`<TRNAMT>${row.amount}</TRNAMT>` +
		textElement('FITID', reference, 255) +
		textElement('REFNUM', row.reference, 32) +
		textElement('NAME', row.counterpartyName && onOneLine(row.counterpartyName), 32) +
		`${textElement('MEMO', row.text && onOneLine(row.text), 255)}</STMTTRN>`
	);
}

/** `2026-03-31T14:00:00+02:00` → `20260331120000`: a time without a zone is GMT in OFX. */
const instant = (madeAt: string): string =>
	new Date(madeAt).toISOString().replace(/\D/g, '').slice(0, 14);

const compactDay = (day: string): string => day.replaceAll('-', '');
