import { recordOf, textOf, textsOf } from './fields';

/** What a payment says about itself. */
export interface Remittance {
	readonly text?: string | undefined;
	readonly lines?: readonly string[] | undefined;
	readonly reference?: string | undefined;
}

/** Remittance fields as the standards name them. */
export interface RemittanceFields {
	readonly unstructured?: unknown;
	readonly unstructuredArray?: unknown;
	readonly structured?: unknown;
	readonly structuredArray?: unknown;
	/** Read only where the bank gives nothing else (BEC banks, SEB private). */
	readonly additional?: unknown;
}

/** Danske (NO) hangs it on the text as a line of its own (seen 2023-06). */
const emptyEndToEndId = /\r?\nEndToEndID: NOTPROVIDED$/;

/**
 * Free text as one string and as lines, and the structured creditor reference (RF, OCR, KID) apart from it.
 * Where a bank sends both the text (cut at 140 characters by many) and the lines, the longer one is the text.
 */
export function readRemittance(fields: RemittanceFields): Remittance {
	const structured = structuredOf(fields);
	const reference = structured.find(isReference);
	const unstructured = linesIn(fields.unstructured);
	const lines = linesIn(fields.unstructuredArray);
	// Danske sends a list where the text belongs.
	const array = lines.length === 0 && unstructured.length > 1 ? unstructured : lines;
	const single = unstructured.join(' ').replace(emptyEndToEndId, '');
	const fallback = structured.filter((each) => each !== reference);
	const text =
		longer(single, array.join(' ')) ||
		fallback.join(' ') ||
		textOf(textsOf(fields.additional).join(' '));
	if (text === undefined) return { reference };
	return { text, lines: array.length > 0 ? array : linesOf(text), reference };
}

/** Texts, or objects of one text each (`[{ remittanceInformationUnstructured }]`). */
function linesIn(written: unknown): readonly string[] {
	if (!Array.isArray(written)) return textsOf(written);
	return written.flatMap((line: unknown) => textOf(line) ?? textsOf(onlyValue(recordOf(line))));
}

function onlyValue(fields: Readonly<Record<string, unknown>> | undefined): unknown {
	const values = Object.values(fields ?? {});
	return values.length === 1 ? values[0] : undefined;
}

/** A structured remittance is the reference itself or `{ reference, referenceType, … }`. */
function structuredOf(fields: RemittanceFields): readonly string[] {
	if (fields.structured === undefined && fields.structuredArray === undefined) return [];
	const values = [fields.structured, fields.structuredArray].flat();
	const texts = values.map((value) => textOf(value) ?? referenceIn(recordOf(value)));
	return [...new Set(texts.filter((text) => text !== undefined))];
}

/** STET 1.6 and others nest it as ISO 20022 does. */
function referenceIn(
	structured: Readonly<Record<string, unknown>> | undefined,
): string | undefined {
	const nested = recordOf(structured?.['creditorReferenceInformation']);
	return textOf(structured?.['reference']) ?? textOf(nested?.['reference']);
}

/** ISO 11649 (RF…), OCR and KID numbers: at most 35 characters with a digit; blanks only between groups. */
function isReference(text: string): boolean {
	const compact = text.replace(/\s/g, '');
	if (/^RF\d{2}/i.test(compact)) return compact.length <= 25;
	return /^[A-Za-z0-9/+._-]{1,35}$/.test(text) ? /\d/.test(text) : /^[\d ]{1,35}$/.test(text);
}

function longer(left: string, right: string): string {
	return left.length >= right.length ? left : right;
}

/** ING parts lines as HTML does. */
const lineBreak = /\r?\n|<br\s*\/?>/i;

function linesOf(text: string): readonly string[] {
	return lineBreak.test(text) ? textsOf(text.split(lineBreak)) : [text];
}
