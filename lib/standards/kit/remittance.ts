import { isAbsent, recordOf, textOf, textsOf } from './fields';

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

/** A field that held something else than text. */
type Note = (
	field: 'unstructured' | 'unstructuredArray' | 'structured' | 'structuredArray',
) => void;

/** Danske (NO) hangs it on the text as a line of its own (seen 2023-06). */
const emptyEndToEndId = /\r?\nEndToEndID: NOTPROVIDED$/;

/**
 * Free text as one string and as lines, and the structured creditor reference (RF, OCR, KID) apart from it.
 * Where a bank sends both the text (cut at 140 characters by many) and the lines, the longer one is the text.
 */
export function readRemittance(fields: RemittanceFields, note?: Note): Remittance {
	const line = onlyLine(fields);
	if (line !== undefined) return { text: line, lines: [line], reference: undefined };
	const structured = structuredOf(fields, note);
	const reference = structured.find(isReference);
	const written = [
		linesIn(fields.unstructured, 'unstructured', note),
		linesIn(fields.unstructuredArray, 'unstructuredArray', note),
	] as const;
	const [unstructured = none, lines = none] = written.some(hasMask)
		? written.map((each) => each.filter((line) => !isMask(line)))
		: written;
	// Danske sends a list where the text belongs.
	const array = lines.length === 0 && unstructured.length > 1 ? unstructured : lines;
	const single = unstructured.join(' ').replace(emptyEndToEndId, '');
	const fallback = structured.filter((each) => each !== reference);
	const text =
		longer(single, array.join(' ')) ||
		fallback.join(' ') ||
		textOf(textsOf(fields.additional).join(' ')) ||
		textOf(written.flat().join(' '));
	if (text === undefined) return { reference };
	return { text, lines: array.length > 0 ? array : linesOf(text), reference };
}

/** As most rows are: nothing but a text of one line. */
function onlyLine(fields: RemittanceFields): string | undefined {
	const { unstructured, unstructuredArray, structured, structuredArray } = fields;
	const isOnly =
		unstructuredArray === undefined && structured === undefined && structuredArray === undefined;
	const line = isOnly ? textOf(unstructured) : undefined;
	return line === undefined || isMask(line) || lineBreak.test(line) ? undefined : line;
}

type Lines = readonly string[];

/** At banks that mask their lists, a line of nothing but asterisks: what stands beside it is the text. */
const isMask = (line: string): boolean => line.startsWith('*') && /^[*\s]+$/.test(line);
const hasMask = (lines: Lines): boolean => lines.some(isMask);

const none: Lines = [];

/** Texts, or objects of one text each (`[{ remittanceInformationUnstructured }]`). */
function linesIn(
	written: unknown,
	field: 'unstructured' | 'unstructuredArray',
	note?: Note,
): Lines {
	if (isAbsent(written)) return none;
	const text = textOf(written);
	if (text !== undefined) return [text];
	const lines = Array.isArray(written) ? written : [written];
	const texts = lines.flatMap(
		(line: unknown) => textOf(line) ?? textsOf(onlyValue(recordOf(line))),
	);
	if (texts.length < lines.filter((line) => !isAbsent(line)).length) note?.(field);
	return texts;
}

function onlyValue(fields: Readonly<Record<string, unknown>> | undefined): unknown {
	const values = Object.values(fields ?? {});
	return values.length === 1 ? values[0] : undefined;
}

/** A structured remittance is the reference itself or `{ reference, referenceType, … }`. */
function structuredOf(fields: RemittanceFields, note?: Note): readonly string[] {
	if (fields.structured === undefined && fields.structuredArray === undefined) return [];
	const texts = (['structured', 'structuredArray'] as const).flatMap((name) =>
		[fields[name]].flat().map((value: unknown) => {
			const text = textOf(value) ?? referenceIn(recordOf(value));
			if (text === undefined && !isAbsent(value)) note?.(name);
			return text;
		}),
	);
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
