import { providedId, transactionDates, type TransactionRow } from '../../models/transaction';
import { bankReferences } from '../../sync/references';
import type { Around } from '../../standards/kit/direction';
import {
	codeOf,
	isAbsent,
	readAmount,
	readCurrencyOr,
	readDate,
	readDateBeside,
	recordOf,
	remarked,
	type Remarks,
	textOf,
	textsOf,
} from '../../standards/kit/fields';
import { readFlow } from '../../standards/kit/flow';
import { toTransactionStatus } from '../../standards/kit/indicators';
import type { Seen } from '../../standards/kit/neighbours';
import type { Party } from '../../standards/kit/parties';
import { readRemittance, type Remittance } from '../../standards/kit/remittance';
import { isCalledReturned, type Returned, returnedBy } from '../../standards/kit/returned';
import { exchangeRate, instructedAmount } from './amounts';
import { at, dateWritten, type Fields, list, textIn } from './document';

/** One row an entry: a batch is one row, its parts are in `raw`. */
export function toTransactionRow(entry: Fields, path: string, around: Around): TransactionRow {
	const remarks: Remarks = [];
	const only = onlyDetails(entry);
	const references = recordOf(only?.['Refs']);
	const currency = readCurrencyOr(
		around.own.currency,
		recordOf(entry['Amt'])?.['@Ccy'],
		`${path}.Amt.Ccy`,
	);
	const code = bankTransactionCode(entry) ?? bankTransactionCode(only);
	const remittance = remittanceOf(only, [only?.['AddtlTxInf'], entry['AddtlNtryInf']]);
	const { creditor, debtor, indicator, status } = seenIn(entry);
	const { amount, counterparty } = readFlow(
		{
			amount: readAmount(textIn(entry['Amt']), `${path}.Amt`),
			written: textIn(entry['Amt']),
			indicator,
			indicatorPath: `${path}.CdtDbtInd`,
			status,
			creditor,
			debtor,
			returned: () => returnedIn(entry, only, code),
			isCalledReturned: () => isCalledReturned(remittance.text),
		},
		around,
	);
	const money = { amount, currency };
	return {
		...bankReferences(textOf(entry['AcctSvcrRef']), textOf(references?.['AcctSvcrRef'])),
		status,
		amount: money,
		...transactionDates(
			readDate(dateWritten(entry, 'BookgDt'), `${path}.BookgDt`),
			readDateBeside(dateWritten(entry, 'ValDt'), 'ValDt', remarks),
			undefined,
		),
		counterparty,
		...remittance,
		endToEndId: providedId(textOf(references?.['EndToEndId'])),
		mandateId: providedId(textOf(references?.['MndtId'])),
		creditorId: providedId(creditorId(recordOf(only?.['RltdPties']))),
		bankTransactionCode: code,
		instructedAmount:
			instructedAmount(only, money, remarks) ??
			instructedAmount({ AmtDtls: entry['AmtDtls'] }, money, remarks),
		exchangeRate: exchangeRate(only, remarks) ?? exchangeRate(entry, remarks),
		remarks: remarked(remarks),
		raw: entry,
	};
}

/** An entry for what it shows of its bank's habits. */
export function seenIn(entry: Fields): Seen {
	const parties = recordOf(onlyDetails(entry)?.['RltdPties']);
	const word = textOf(entry['Sts']) ?? codeIn(at(entry, 'Sts'));
	const bookingDate = textOf(dateWritten(entry, 'BookgDt'));
	return {
		status: toTransactionStatus(word, bookingDate),
		written: textIn(entry['Amt']),
		indicator: indicatorOf(entry),
		creditor: partyOf(parties, 'Cdtr'),
		debtor: partyOf(parties, 'Dbtr'),
	};
}

const detailsOf = (entry: Fields): readonly Fields[] =>
	list(entry['NtryDtls']).flatMap((each) => list(each['TxDtls']));

function onlyDetails(entry: Fields): Fields | undefined {
	const details = detailsOf(entry);
	return details.length === 1 ? details[0] : undefined;
}

/** The entry's, for it is what was booked; parts of a batch may go the other way. Missing, it is what all parts say. */
function indicatorOf(entry: Fields): unknown {
	if (!isAbsent(entry['CdtDbtInd'])) return entry['CdtDbtInd'];
	const [indicator, ...others] = new Set(
		detailsOf(entry).map((details) => textOf(details['CdtDbtInd'])),
	);
	return others.length === 0 ? indicator : undefined;
}

/** A code, or the bank's own word in its place. */
const codeIn = (choice: Fields | undefined): string | undefined =>
	textOf(choice?.['Cd']) ?? textOf(choice?.['Prtry']);

/** A reversal is booked as its indicator says; only its parties are those of the first payment. */
function returnedIn(
	entry: Fields,
	only: Fields | undefined,
	code: string | undefined,
): Returned | undefined {
	const told = returnedBy(code);
	const isTold =
		only?.['RtrInf'] !== undefined || textOf(entry['RvslInd'])?.toLowerCase() === 'true';
	return told ?? (isTold ? {} : undefined);
}

/** The party itself, else who stands behind it; since version 04 they are wrapped in `Pty`. */
function partyOf(parties: Fields | undefined, side: 'Cdtr' | 'Dbtr'): Party {
	const named = [side, `Ultmt${side}`].flatMap((name) => [
		at(parties, name),
		at(parties, name, 'Pty'),
	]);
	const id = at(parties, `${side}Acct`, 'Id');
	return {
		name: named.map((party) => textOf(party?.['Nm'])).find((name) => name !== undefined),
		account: textOf(id?.['IBAN']) ?? textOf(at(id, 'Othr')?.['Id']),
		source: `${side}.Nm`,
	};
}

/** The creditor's identification of direct debits (`AT-02`), with `Pty` around it since version 04. */
function creditorId(parties: Fields | undefined): string | undefined {
	const scheme = ['PrvtId', 'OrgId'].flatMap((kind) => [
		at(parties, 'Cdtr', 'Id', kind),
		at(parties, 'Cdtr', 'Pty', 'Id', kind),
	]);
	const others = scheme.flatMap((id) => list(id?.['Othr']));
	const sepa = others.find((other) => textOf(at(other, 'SchmeNm')?.['Prtry']) === 'SEPA');
	return textOf(sepa?.['Id']);
}

/** What was said, and why it came back where it did. */
function remittanceOf(only: Fields | undefined, additional: readonly unknown[]): Remittance {
	const remittance = recordOf(only?.['RmtInf']);
	const structured = list(remittance?.['Strd']);
	const said = readRemittance({
		unstructuredArray: textsOf(remittance?.['Ustrd']),
		structuredArray: structured.map((each) => textOf(at(each, 'CdtrRefInf')?.['Ref'])),
		additional: [structured.flatMap((each) => textsOf(each['AddtlRmtInf'])), ...additional].find(
			(each) => textsOf(each).length > 0,
		),
	});
	const reason = reasonIn(at(only, 'RtrInf'));
	if (reason === undefined || said.text?.includes(reason) === true) return said;
	const lines = [...(said.lines ?? []), reason];
	return { ...said, text: said.text === undefined ? reason : `${said.text} ${reason}`, lines };
}

/** `MD06 Refund requested by the debtor`. */
function reasonIn(returned: Fields | undefined): string | undefined {
	const said = [codeIn(at(returned, 'Rsn')), ...textsOf(returned?.['AddtlInf'])];
	return said.filter((part) => part !== undefined).join(' ') || undefined;
}

function bankTransactionCode(entry: Fields | undefined): string | undefined {
	const domain = at(entry, 'BkTxCd', 'Domn');
	const family = at(domain, 'Fmly');
	const code = codeOf(domain?.['Cd'], family?.['Cd'], family?.['SubFmlyCd']);
	return code ?? textOf(at(entry, 'BkTxCd', 'Prtry')?.['Cd']);
}
