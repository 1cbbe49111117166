import type { Writable } from 'node:stream';
import { BankError } from '../../errors';
import { isNegative, negate } from '../../models/money';
import { differenceRemark, openRemark, withoutBalance } from '../advice';
import { bankTransactionCode, entryDetails } from './entry-details';
import type { CurrencyTotals } from '../ledger';
import { labelOf } from '../remarks';
import { type ExportResult, type ExportSource, type AccountLike, isBooked } from '../source';
import type { BalanceLike, TransactionLike } from '../source';
import { daysOf, spanOf } from '../span';
import { writeStatements, type StatementFormat, type StatementHead } from '../statements';
import { element, textElement, xmlText } from '../xml-text';

/**
 * Streams ISO 20022 camt.053.001.08: a statement for each account and currency, booked rows only, between an opening
 * and a closing balance that agree with them. Where the bank's balance belongs to a later day than the rows reach,
 * neither can be told: the bank's own balances stand alone, and a remark says so; an account without any is left out,
 * for the standard wants one. Until the sums are known the rows wait, compressed, in memory. What is longer than its
 * field stands shortened (names: 140 characters) or is left out (references: 35).
 */
export async function writeCamt053(
	source: ExportSource,
	sink: Writable,
	options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<ExportResult> {
	return writeStatements(camt053, source, sink, options.signal);
}

const namespace = 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.08';

const camt053: StatementFormat = {
	name: 'camt.053',
	begin: (source) =>
		'<?xml version="1.0" encoding="UTF-8"?>\n' +
		`<Document xmlns="${namespace}"><BkToCstmrStmt>` +
		`<GrpHdr><MsgId>${messageId(source)}</MsgId><CreDtTm>${xmlText(source.madeAt)}</CreDtTm></GrpHdr>`,
	section: { begin: '', end: '' },
	refusal: ({ balances, source }, totals) =>
		balances.length === 0 && spanOf(totals) === undefined ? withoutBalance(source) : undefined,
	remark: (_head, totals) =>
		spanOf(totals) === undefined ? openRemark(totals) : differenceRemark(totals),
	open: statementHead,
	row: (row, { account }, referenceOf) =>
		isBooked(row) ? entry(row, referenceOf(row), account) : undefined,
	close: () => '</Stmt>\n',
	end: () => '</BkToCstmrStmt></Document>\n',
	startsWithTotals: true,
};

/** `PSD2-20260331T120000000Z`: at most 35 characters. */
const messageId = ({ madeAt }: ExportSource): string =>
	`PSD2-${madeAt.replace(/[^0-9A-Z]/g, '').slice(0, 24)}`;

function statementHead(head: StatementHead, totals: CurrencyTotals | undefined): string {
	const { number, account, currency, source } = head;
	const { from, to } = source.period ?? {};
	const period =
		from === undefined
			? ''
			: `<FrToDt><FrDtTm>${from}T00:00:00</FrDtTm>` +
				`<ToDtTm>${to === undefined ? xmlText(source.madeAt) : `${to}T23:59:59`}</ToDtTm></FrToDt>`;
	return (
		`\n<Stmt><Id>${messageId(source)}-${number}</Id><CreDtTm>${xmlText(source.madeAt)}</CreDtTm>` +
		period +
		`<Acct>${element('Id', accountId(account))}<Ccy>${currency}</Ccy>` +
		textElement('Nm', account.name, 70) +
		element('Ownr', textElement('Nm', account.ownerName, 140)) +
		element('Svcr', element('FinInstnId', bankOf(account, source))) +
		'</Acct>' +
		balancesOf(head, totals)
			.map((balance) => balanceXml(balance, head))
			.join('')
	);
}

/** The opening and the closing balance of the rows, where they can be told, and the bank's others. */
function balancesOf(
	{ balances, currency, source }: StatementHead,
	totals: CurrencyTotals | undefined,
): readonly BalanceLike[] {
	const span = spanOf(totals);
	if (span === undefined) return balances;
	const { from, to } = daysOf(source, totals);
	return [
		{ type: 'openingBooked', amount: span.opening, currency, referenceDate: from },
		{ type: 'closingBooked', amount: span.closing, currency, referenceDate: to },
		...balances.filter(({ type }) => type !== 'openingBooked' && type !== 'closingBooked'),
	];
}

function accountId({ iban, bban, maskedPan, accountId: id }: AccountLike): string {
	if (iban !== undefined && /^[A-Z]{2}\d{2}[A-Za-z0-9]{1,30}$/.test(iban)) {
		return `<IBAN>${iban}</IBAN>`;
	}
	return element('Othr', textElement('Id', bban ?? iban ?? maskedPan ?? id, 34));
}

const bankOf = ({ bic }: AccountLike, { bank }: ExportSource): string =>
	(bic !== undefined && /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(bic)
		? `<BICFI>${bic}</BICFI>`
		: '') + textElement('Nm', bank, 140);

const balanceCodes: Readonly<Record<string, string>> = {
	closingBooked: 'CLBD',
	closingAvailable: 'CLAV',
	expected: 'XPCD',
	openingBooked: 'OPBD',
	openingAvailable: 'OPAV',
	interimBooked: 'ITBD',
	interimAvailable: 'ITAV',
	forwardAvailable: 'FWAV',
	previouslyClosedBooked: 'PRCD',
	information: 'INFO',
};

function balanceXml(
	balance: BalanceLike,
	{ account, source }: Pick<StatementHead, 'account' | 'source'>,
): string {
	const { type, referenceDate } = balance;
	const code = balanceCodes[type];
	const kind = code === undefined ? textElement('Prtry', type, 35) : `<Cd>${code}</Cd>`;
	return (
		`<Bal><Tp><CdOrPrtry>${kind}</CdOrPrtry></Tp>${amountXml(balance, account)}` +
		`<Dt><Dt>${referenceDate ?? source.madeAt.slice(0, 10)}</Dt></Dt></Bal>`
	);
}

function entry(row: TransactionLike, reference: string, account: AccountLike): string {
	return (
		`\n<Ntry>${referenceXml('NtryRef', shortened(reference))}` +
		amountXml(row, account, row.id) +
		'<Sts><Cd>BOOK</Cd></Sts>' +
		element('BookgDt', textElement('Dt', bookingDate(row))) +
		element('ValDt', textElement('Dt', row.valueDate)) +
		referenceXml('AcctSvcrRef', row.bankId) +
		`<BkTxCd>${bankTransactionCode(row.bankTransactionCode)}</BkTxCd>` +
		`${entryDetails(row)}</Ntry>`
	);
}

/** The number behind an id has no room with the id's version in front: it is the one that may go. */
const shortened = (reference: string): string =>
	reference.length <= 35 ? reference : reference.replace(/^v\d+:/, '');

/** The main date is the booking date where the row tells no others. */
const bookingDate = ({ bookingDate: booked, valueDate, date }: TransactionLike) =>
	booked ?? (valueDate === undefined ? date : undefined);

/** A reference that is cut names something else: too long is left out. */
const referenceXml = (name: string, text: string | undefined): string =>
	text !== undefined && text.length <= 35 ? textElement(name, text) : '';

function amountXml(
	{ amount, currency }: Pick<TransactionLike, 'amount' | 'currency'>,
	account: AccountLike,
	id = 'a row or balance',
): string {
	const digits = isNegative(amount) ? negate(amount) : amount;
	const [whole = '', decimals = ''] = digits.replace(/^0+(?=\d)/, '').split('.');
	const kept = decimals.replace(/0+$/, '').length;
	if (kept > 5 || whole.length + kept > 18) {
		throw new BankError(
			'invalid-input',
			`${labelOf(account)}: camt.053 has no room for the amount of ${id}.`,
			{
				field: 'amount',
				nextStep: 'It takes 18 digits, 5 of them decimals: choose another format.',
			},
		);
	}
	return (
		`<Amt Ccy="${currency}">${digits}</Amt>` +
		`<CdtDbtInd>${isNegative(amount) ? 'DBIT' : 'CRDT'}</CdtDbtInd>`
	);
}
