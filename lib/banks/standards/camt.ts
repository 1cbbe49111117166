import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod/v4';
import { type Account, onceEach, toAccountNumber } from '../../models/account';
import { type Balance, toBalanceType } from '../../models/balance';
import { parseAmount, parseCurrency, type Money } from '../../models/money';
import { present } from '../../models/present';
import { providedId, transactionDates, type TransactionRow } from '../../models/transaction';
import { readAs, unreadable } from '../../models/unreadable';
import { settleSync } from '../../outcome';
import { accountId } from '../../sync/identity';
import { bankReferences } from '../../sync/references';
import { chooseCounterparty } from './counterparty';
import { ownAccountOf } from './own-account';
import { sidesOf } from './parties';
import { returnedBy } from './returned';
import { codeOf, readCurrency, readDate, recordOf, textOf, textsOf } from './fields';
import { readSigned, toTransactionStatus } from './indicators';
import { readRemittance } from './remittance';

/*
 * ISO 20022 camt.052 (reports) and camt.053 (statements), versions 02 to 13, as German savings banks answer and
 * everybody's files look. One row an entry: a batch is one row, its parts are in `raw`.
 */

type Fields = Readonly<Record<string, unknown>>;

const listTags = new Set(['Rpt', 'Stmt', 'Bal', 'Ntry', 'NtryDtls', 'TxDtls', 'Ustrd', 'Strd']);

const parser = new XMLParser({
	ignoreAttributes: false,
	attributeNamePrefix: '@',
	removeNSPrefix: true,
	parseTagValue: false,
	parseAttributeValue: false,
	htmlEntities: true,
	isArray: (name) => listTags.has(name),
});

const statementsSchema = z.object({
	Document: z.union([
		z.object({ BkToCstmrAcctRpt: z.object({ Rpt: z.array(z.looseObject({})) }) }),
		z.object({ BkToCstmrStmt: z.object({ Stmt: z.array(z.looseObject({})) }) }),
	]),
});

interface Statement {
	readonly fields: Fields;
	/** Where it stands in the document. */
	readonly path: string;
}

function statementsIn(xml: unknown): readonly Statement[] {
	if (typeof xml !== 'string') throw unreadable('', 'is not XML');
	// Entities of one's own serve attacks only; no bank sends any.
	if (/<!DOCTYPE/i.test(xml)) throw unreadable('', 'has a document type declaration');
	const parsed = settleSync((): unknown => parser.parse(xml.replace(/^\ufeff/, ''), true));
	if ('error' in parsed) throw unreadable('', 'is not well-formed XML', parsed.error);
	const { Document: document } = readAs(statementsSchema, parsed.value);
	const [name, list] =
		'BkToCstmrAcctRpt' in document
			? ['BkToCstmrAcctRpt.Rpt', document.BkToCstmrAcctRpt.Rpt]
			: ['BkToCstmrStmt.Stmt', document.BkToCstmrStmt.Stmt];
	return list.map((fields, index) => ({ fields, path: `Document.${name}[${index}]` }));
}

function accounts(xml: unknown): readonly Account[] {
	return onceEach(statementsIn(xml).map(({ fields, path }) => toAccount(fields, path)));
}

function toAccount(statement: Fields, path: string): Account {
	const account = recordOf(statement['Acct']);
	const number = accountNumber(account);
	const resourceId = number.iban ?? number.bban ?? number.maskedPan;
	if (resourceId === undefined) throw unreadable(`${path}.Acct.Id`, 'is missing');
	const institution = at(account, 'Svcr', 'FinInstnId');
	const identity = present<Parameters<typeof accountId>[0]>({
		resourceId,
		...number,
		bic: textOf(institution?.['BIC']) ?? textOf(institution?.['BICFI']),
		currency: parseCurrency(account?.['Ccy']),
	});
	return present<Account>({
		id: accountId(identity),
		...identity,
		name: textOf(account?.['Nm']),
		ownerName: textOf(at(account, 'Ownr')?.['Nm']),
		raw: account,
	});
}

function balances(xml: unknown): readonly Balance[] {
	return statementsIn(xml).flatMap(({ fields, path }) =>
		list(fields['Bal']).map((balance, index) => {
			const here = `${path}.Bal[${index}]`;
			const type = at(balance, 'Tp', 'CdOrPrtry');
			const included = textOf(list([balance['CdtLine']].flat())[0]?.['Incl']);
			return present<Balance>({
				...toBalanceType(textOf(type?.['Cd']) ?? textOf(type?.['Prtry']) ?? 'other'),
				amount: readMoney(balance, here),
				creditLimitIncluded: included === undefined ? undefined : included === 'true',
				referenceDate: dateIn(balance, 'Dt', here),
				raw: balance,
			});
		}),
	);
}

/** `iban`: of a file with several accounts, that one's entries only. */
function transactions(xml: unknown, iban?: string): readonly TransactionRow[] {
	return statementsIn(xml).flatMap(({ fields, path }) => {
		const own = accountNumber(recordOf(fields['Acct'])).iban;
		if (iban !== undefined && own !== undefined && own !== iban) return [];
		return list(fields['Ntry']).map((entry, index) =>
			toTransactionRow(entry, `${path}.Ntry[${index}]`, iban ?? own),
		);
	});
}

function toTransactionRow(
	entry: Fields,
	path: string,
	ownIban: string | undefined,
): TransactionRow {
	const details = list(entry['NtryDtls']).flatMap((each) => list(each['TxDtls']));
	const [only] = details.length === 1 ? details : [];
	const references = recordOf(only?.['Refs']);
	const amount = readMoney(entry, path);
	const bookingDate = dateIn(entry, 'BookgDt', path);
	const status = textOf(entry['Sts']) ?? textOf(at(entry, 'Sts')?.['Cd']);
	return {
		...bankReferences(textOf(entry['AcctSvcrRef']), textOf(references?.['AcctSvcrRef'])),
		status: toTransactionStatus(status, bookingDate),
		amount,
		...transactionDates(bookingDate, dateIn(entry, 'ValDt', path), undefined),
		counterparty: counterpartyOf(
			recordOf(only?.['RltdPties']),
			amount.amount,
			ownIban,
			bankTransactionCode(entry) ?? bankTransactionCode(only),
		),
		...remittanceOf(recordOf(only?.['RmtInf']), [only?.['AddtlTxInf'], entry['AddtlNtryInf']]),
		endToEndId: providedId(textOf(references?.['EndToEndId'])),
		mandateId: providedId(textOf(references?.['MndtId'])),
		creditorId: providedId(creditorId(recordOf(only?.['RltdPties']))),
		bankTransactionCode: bankTransactionCode(entry) ?? bankTransactionCode(only),
		instructedAmount: instructedAmount(only, amount) ?? instructedAmount(entry, amount),
		exchangeRate: exchangeRate(only) ?? exchangeRate(entry),
		raw: entry,
	};
}

function counterpartyOf(
	parties: Fields | undefined,
	amount: string,
	ownIban: string | undefined,
	code: string | undefined,
) {
	const own = ownAccountOf(undefined, ownIban === undefined ? {} : { iban: ownIban });
	const sides = sidesOf(
		{ name: nameOf(parties, 'Cdtr'), account: numberOf(parties, 'CdtrAcct'), source: 'Cdtr.Nm' },
		{ name: nameOf(parties, 'Dbtr'), account: numberOf(parties, 'DbtrAcct'), source: 'Dbtr.Nm' },
		own,
	);
	return chooseCounterparty(amount, sides, {
		own,
		isHolderName: () => false,
		isReturned: () => returnedBy(code) !== undefined,
	});
}

/** Since version 04 parties are wrapped in `Pty`. */
function nameOf(parties: Fields | undefined, side: 'Cdtr' | 'Dbtr'): string | undefined {
	const named = [side, `Ultmt${side}`].flatMap((name) => [
		at(parties, name),
		at(parties, name, 'Pty'),
	]);
	return named.map((party) => textOf(party?.['Nm'])).find((name) => name !== undefined);
}

/** The creditor's identification of direct debits (`AT-02`), with `Pty` around it since version 04. */
function creditorId(parties: Fields | undefined): string | undefined {
	const scheme = ['PrvtId', 'OrgId'].flatMap((kind) => [
		at(parties, 'Cdtr', 'Id', kind),
		at(parties, 'Cdtr', 'Pty', 'Id', kind),
	]);
	const others = scheme.flatMap((id) => list([id?.['Othr']].flat()));
	const sepa = others.find((other) => textOf(at(other, 'SchmeNm')?.['Prtry']) === 'SEPA');
	return textOf(sepa?.['Id']);
}

function numberOf(parties: Fields | undefined, field: string): string | undefined {
	const id = at(parties, field, 'Id');
	return textOf(id?.['IBAN']) ?? textOf(at(id, 'Othr')?.['Id']);
}

function accountNumber(account: Fields | undefined) {
	const id = at(account, 'Id');
	return toAccountNumber(textOf(id?.['IBAN']) ?? textOf(at(id, 'Othr')?.['Id']));
}

function remittanceOf(remittance: Fields | undefined, additional: readonly unknown[]) {
	const structured = list(remittance?.['Strd']);
	return readRemittance({
		unstructuredArray: textsOf(remittance?.['Ustrd']),
		structuredArray: structured.map((each) => textOf(at(each, 'CdtrRefInf')?.['Ref'])),
		additional: [structured.flatMap((each) => textsOf(each['AddtlRmtInf'])), ...additional].find(
			(each) => textsOf(each).length > 0,
		),
	});
}

function bankTransactionCode(entry: Fields | undefined): string | undefined {
	const domain = at(entry, 'BkTxCd', 'Domn');
	const family = at(domain, 'Fmly');
	const code = codeOf(domain?.['Cd'], family?.['Cd'], family?.['SubFmlyCd']);
	return code ?? textOf(at(entry, 'BkTxCd', 'Prtry')?.['Cd']);
}

function instructedAmount(details: Fields | undefined, booked: Money): Money | undefined {
	const written = at(details, 'AmtDtls', 'InstdAmt')?.['Amt'];
	const currency = parseCurrency(recordOf(written)?.['@Ccy']);
	if (currency === undefined || currency === booked.currency) return undefined;
	const amount = parseAmount(textIn(written));
	return amount === undefined ? undefined : { amount, currency };
}

/** Banks hang it on whichever amount they converted. */
function exchangeRate(details: Fields | undefined): string | undefined {
	const amounts = ['TxAmt', 'InstdAmt', 'CntrValAmt'];
	const rates = amounts.map((name) => at(details, 'AmtDtls', name, 'CcyXchg')?.['XchgRate']);
	return rates.map(textOf).find((rate) => rate !== undefined);
}

function readMoney(fields: Fields, path: string): Money {
	const written = fields['Amt'];
	const indicatorPath = `${path}.CdtDbtInd`;
	return {
		amount: readSigned(textIn(written), `${path}.Amt`, fields['CdtDbtInd'], indicatorPath),
		currency: readCurrency(recordOf(written)?.['@Ccy'], `${path}.Amt.Ccy`),
	};
}

function dateIn(fields: Fields, name: string, path: string): string | undefined {
	const choice = at(fields, name);
	return readDate(choice?.['Dt'] ?? choice?.['DtTm'], `${path}.${name}`);
}

/** An element with attributes is an object with its text under `#text`. */
function textIn(element: unknown): unknown {
	return recordOf(element)?.['#text'] ?? element;
}

function at(fields: Fields | undefined, ...names: readonly string[]): Fields | undefined {
	return names.reduce<Fields | undefined>((inner, name) => recordOf(inner?.[name]), fields);
}

function list(value: unknown): readonly Fields[] {
	return Array.isArray(value) ? value.map(recordOf).filter((each) => each !== undefined) : [];
}

export const camt = { accounts, balances, transactions } as const;
