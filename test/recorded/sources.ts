import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { StandardId } from '../../lib/banks/standards';

/** Recorded answers stand beside the repository: they are other people's and never enter it. */
export const recordedFolder = path.join(__dirname, '..', '..', '..', 'shared', 'recorded');

export const isRecordedHere = existsSync(path.join(recordedFolder, 'INDEX.dev.tsv'));

export interface Recorded {
	/** Below the folder, e.g. `seb/seb/transaction-items-1.json`. */
	readonly file: string;
	/** Folder and bank, e.g. `seb/seb`. */
	readonly source: string;
	/** What the body is, in the index's words. */
	readonly what: string;
}

export function recordedIndex(): readonly Recorded[] {
	const [, ...lines] = readFileSync(path.join(recordedFolder, 'INDEX.dev.tsv'), 'utf8').split('\n');
	return lines
		.filter((line) => line !== '')
		.map((line) => {
			const [file = '', , what = ''] = line.split('\t');
			return { file, source: file.split('/').slice(0, 2).join('/'), what };
		});
}

/** Parsed JSON, or the text where it is none. */
export function recordedBody(file: string): unknown {
	const text = readFileSync(path.join(recordedFolder, file), 'utf8');
	return file.endsWith('.json') ? (JSON.parse(text) as unknown) : text;
}

/** Most specific first. */
const standardsOfSources: readonly (readonly [string, StandardId])[] = [
	['xs2a-adapter/sparkasse/transactions', 'camt'],
	['actual-gocardless/', 'gocardless'],
	['nordigen-', 'gocardless'],
	['beancount-gocardless/', 'gocardless'],
	['ynabber/gocardless', 'gocardless'],
	['actual-enablebanking/', 'enable-banking'],
	['ynabber/enablebanking', 'enable-banking'],
	['obuk-docs/', 'open-banking-uk'],
	['obp-api/obp-uk', 'open-banking-uk'],
	['obp-api/obp-stet', 'stet'],
	['quirks/hsbc-uk', 'open-banking-uk'],
	['quirks/forgerock-uk', 'open-banking-uk'],
	['quirks/lloyds-uk', 'open-banking-uk'],
	['quirks/dnb-no', 'enable-banking'],
	['quirks/no-bank-positional', 'enable-banking'],
	['quirks/es-card-pending', 'enable-banking'],
	['quirks/trade-republic', 'enable-banking'],
	['quirks/', 'gocardless'],
	['quirks/revolut/accounts', 'berlin-group'],
	['polishapi-sample/', 'polish-api'],
];

export function standardOf(file: string): StandardId {
	const found = standardsOfSources
		.filter(([prefix]) => file.startsWith(prefix))
		.sort(([left], [right]) => right.length - left.length)[0];
	return found?.[1] ?? 'berlin-group';
}

/** Bodies that no supported standard has, with the family they are of. */
const unsupportedFamilies: readonly (readonly [RegExp, string])[] = [
	[/^obanking-swift\/erste/, 'Erste Group (George) API of its own'],
	[
		/^beancount-gocardless\/.*\/transactions-[345689]\.json$/,
		"a client library's test doubles, rows without amounts",
	],
	[
		/^beancount-gocardless\/.*\/(?:transactions-11|transaction-items-1)\.json$/,
		"a Python library's own model, written out",
	],
	[/^nordigen-python\/.*\/transactions-1\.json$/, "a client library's test double, `trxAmount`"],
	[
		/^xs2a-adapter-fixtures\/sparkasse\/transaction/,
		"a converter's test double, rows without amounts",
	],
	[/\/requisition-\d\.json$/, 'a request, filed as an answer'],
];

export function unsupportedFamily(file: string): string | undefined {
	const family = unsupportedFamilies.find(([pattern]) => pattern.test(file))?.[1];
	const isAnswer = file.includes('/requisition-') && isRequisition(file);
	return isAnswer ? undefined : family;
}

function isRequisition(file: string): boolean {
	const body = recordedBody(file);
	return typeof body === 'object' && body !== null && 'status' in body && 'id' in body;
}
