import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod/v4';
import { type AccountNumber, toAccountNumber } from '../../models/account';
import { parseCurrency } from '../../models/money';
import { readAs, unreadable } from '../../models/unreadable';
import { settleSync } from '../../outcome';
import { recordOf, textOf } from '../../standards/kit/fields';

export type Fields = Readonly<Record<string, unknown>>;

/** A statement or report: one account, some days. */
export interface Statement {
	readonly fields: Fields;
	/** Where it stands in the document. */
	readonly path: string;
	/** The account's, else that of its balances: for amounts without one. */
	readonly currency: string | undefined;
}

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

export function statementsIn(xml: unknown): readonly Statement[] {
	if (typeof xml !== 'string') throw unreadable('', 'is not XML');
	// Entities of one's own serve attacks only; no bank sends any.
	if (/<!DOCTYPE/i.test(xml)) throw unreadable('', 'has a document type declaration');
	const parsed = settleSync((): unknown => parser.parse(xml.replace(/^[\ufeff\s]+/, ''), true));
	if ('error' in parsed) throw unreadable('', 'is not well-formed XML', parsed.error);
	const { Document: document } = readAs(statementsSchema, unwrapped(parsed.value, mostWrappers));
	const [name, found] =
		'BkToCstmrAcctRpt' in document
			? ['BkToCstmrAcctRpt.Rpt', document.BkToCstmrAcctRpt.Rpt]
			: ['BkToCstmrStmt.Stmt', document.BkToCstmrStmt.Stmt];
	return found.map((fields, index) => ({
		fields,
		path: `Document.${name}[${index}]`,
		currency: currencyOf(fields),
	}));
}

const mostWrappers = 3;

/** Gateways put the document into an envelope of their own. */
function unwrapped(value: unknown, depth: number): unknown {
	const fields = recordOf(value);
	if (fields === undefined || 'Document' in fields || depth === 0) return value;
	const inside = Object.values(fields).map((each) => unwrapped(each, depth - 1));
	return inside.find((each) => recordOf(each)?.['Document'] !== undefined) ?? value;
}

const currencyOf = (statement: Fields): string | undefined =>
	parseCurrency(textOf(at(statement, 'Acct')?.['Ccy'])) ??
	list(statement['Bal'])
		.map((balance) => parseCurrency(recordOf(balance['Amt'])?.['@Ccy']))
		.find((currency) => currency !== undefined);

export function accountNumber(account: Fields | undefined): AccountNumber {
	const id = at(account, 'Id');
	return toAccountNumber(textOf(id?.['IBAN']) ?? textOf(at(id, 'Othr')?.['Id']));
}

/** Parties are wrapped in `Pty`: those of payments since version 04. */
export const ownerOf = (account: Fields | undefined): string | undefined =>
	textOf(at(account, 'Ownr')?.['Nm']) ?? textOf(at(account, 'Ownr', 'Pty')?.['Nm']);

/** A date, or a date with a time. */
export function dateWritten(fields: Fields, name: string): unknown {
	const choice = at(fields, name);
	return choice?.['Dt'] ?? choice?.['DtTm'];
}

/** An element with attributes is an object with its text under `#text`. */
export function textIn(element: unknown): unknown {
	return recordOf(element)?.['#text'] ?? element;
}

export function at(fields: Fields | undefined, ...names: readonly string[]): Fields | undefined {
	return names.reduce<Fields | undefined>((inner, name) => recordOf(inner?.[name]), fields);
}

export function list(value: unknown): readonly Fields[] {
	const values: readonly unknown[] = Array.isArray(value) ? value : [value];
	return values.map(recordOf).filter((each) => each !== undefined);
}
