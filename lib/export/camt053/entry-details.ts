import { isNegative } from '../../models/money';
import type { TransactionLike } from '../source';
import { element, firstCharacters, onOneLine, textElement } from '../xml-text';

const longestReference = 35;
const longestLine = 140;

/** `PMNT-RCDT-ESCT` is ISO 20022's domain, family, sub-family; anything else is the bank's own. */
export function bankTransactionCode(code: string | undefined): string {
	const match = /^([A-Z]{4})-([A-Z]{4})-([A-Z]{4})$/.exec(code ?? '');
	if (match === null) return element('Prtry', textElement('Cd', code, longestReference));
	const [, domain, family, subFamily] = match;
	return (
		`<Domn><Cd>${domain}</Cd><Fmly><Cd>${family}</Cd>` +
		`<SubFmlyCd>${subFamily}</SubFmlyCd></Fmly></Domn>`
	);
}

/** One entry, one transaction: references, parties, remittance information. */
export function entryDetails(row: TransactionLike): string {
	const details =
		element('Refs', reference('EndToEndId', row.endToEndId) + reference('MndtId', row.mandateId)) +
		element('AmtDtls', amountDetails(row)) +
		element('RltdPties', parties(row)) +
		element('RmtInf', remittance(row));
	return element('NtryDtls', element('TxDtls', details));
}

const reference = (name: string, text: string | undefined): string =>
	text !== undefined && text.length <= longestReference ? textElement(name, text) : '';

/** What was paid in another currency, and at which rate it was booked. */
function amountDetails(row: TransactionLike): string {
	const { instructedAmount, instructedCurrency, exchangeRate } = row;
	if (instructedAmount === undefined || instructedCurrency === undefined) return '';
	const paid = amount(instructedAmount, instructedCurrency);
	const rate =
		exchangeRate !== undefined && /^\d{1,5}(\.\d{1,6})?$/.test(exchangeRate)
			? `<CcyXchg><SrcCcy>${instructedCurrency}</SrcCcy><XchgRate>${exchangeRate}</XchgRate></CcyXchg>`
			: '';
	return (
		element('InstdAmt', paid) +
		(rate === '' ? '' : element('TxAmt', amount(row.amount, row.currency) + rate))
	);
}

const amount = (digits: string, currency: string): string =>
	`<Amt Ccy="${currency}">${digits.replace('-', '')}</Amt>`;

/** Whose numbers creditor ids are. */
const sepa = '<SchmeNm><Prtry>SEPA</Prtry></SchmeNm>';

/** The other side: who is paid when money leaves, who pays when it comes. */
function parties(row: TransactionLike): string {
	const side = isNegative(row.amount) ? 'Cdtr' : 'Dbtr';
	const name = textElement('Nm', row.counterpartyName, longestLine);
	const creditor =
		row.creditorId !== undefined && row.creditorId.length <= longestReference
			? element('Id', element('PrvtId', element('Othr', textElement('Id', row.creditorId) + sepa)))
			: '';
	const isCreditor = side === 'Cdtr';
	return (
		element(side, element('Pty', name + (isCreditor ? creditor : ''))) +
		element(`${side}Acct`, element('Id', account(row))) +
		(isCreditor ? '' : element('Cdtr', element('Pty', creditor)))
	);
}

function account({ counterpartyIban, counterpartyBban }: TransactionLike): string {
	if (counterpartyIban !== undefined && /^[A-Z]{2}\d{2}[A-Za-z0-9]{1,30}$/.test(counterpartyIban)) {
		return `<IBAN>${counterpartyIban}</IBAN>`;
	}
	return element('Othr', textElement('Id', counterpartyBban ?? counterpartyIban, 34));
}

/** As few lines as the text takes: SEPA has one, and programs that join several do it without a blank. */
function remittance({ text, lines, reference: creditorReference }: TransactionLike): string {
	const written = onOneLine(text ?? lines?.join(' ') ?? '');
	return (
		[...pieces(written)].map((piece) => textElement('Ustrd', piece)).join('') +
		element('Strd', element('CdtrRefInf', reference('Ref', creditorReference)))
	);
}

/** A line longer than the field goes on in the next one, cut at a blank where there is one. */
function* pieces(line: string): Generator<string> {
	let rest = line.trim();
	while (rest.length > longestLine) {
		const blank = rest.lastIndexOf(' ', longestLine);
		const piece = blank > 0 ? rest.slice(0, blank) : firstCharacters(rest, longestLine);
		yield piece;
		rest = rest.slice(piece.length).trimStart();
	}
	yield rest;
}
