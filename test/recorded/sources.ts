import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Family, familyOf } from '../../lib/reading/family';
import type { StandardId } from '../../lib/standards';

/** Recorded answers stand beside the repository: they are other people's and never enter it. */
export const recordedFolder = path.join(__dirname, '..', '..', '..', 'shared', 'recorded');

const indexes = existsSync(recordedFolder)
	? readdirSync(recordedFolder).filter((name) => /^INDEX.*\.tsv$/.test(name))
	: [];

export const isRecordedHere = indexes.length > 0;

export interface Recorded {
	/** Below the folder, e.g. `seb/seb/transaction-items-1.json`. */
	readonly file: string;
	/** Folder and bank, e.g. `seb/seb`. */
	readonly source: string;
	/** What the body is, in the index's words. */
	readonly what: string;
}

/** Everything that the indexes list, each body once. */
export function recordedIndex(): readonly Recorded[] {
	const lines = indexes.flatMap((name) =>
		readFileSync(path.join(recordedFolder, name), 'utf8').split('\n').slice(1),
	);
	const listed = lines
		.filter((line) => line !== '')
		.map((line): Recorded => {
			const [file = '', , what = ''] = line.split('\t');
			return { file, source: file.split('/').slice(0, 2).join('/'), what };
		});
	return [...new Map(listed.map((each) => [each.file, each])).values()];
}

/** Parsed JSON, or the text where it is none. */
export function recordedBody(file: string): unknown {
	const text = readFileSync(path.join(recordedFolder, file), 'utf8');
	return file.endsWith('.json') ? (JSON.parse(text) as unknown) : text;
}

/**
 * Sources whose bodies look like Berlin Group's and are GoCardless's, or say nothing of their standard. The family
 * of every other body is told by its form.
 */
const standardsOfSources: readonly (readonly [RegExp, StandardId])[] = [
	[/^(?:actual-gocardless|nordigen-|beancount-gocardless|ynabber\/gocardless)/, 'gocardless'],
	[/^quirks\/(?:danske|seb-kort|triodos|abn|sparkasse|de-bank|belfius|paysera)/, 'gocardless'],
	[/^quirks\/revolut\/transactions/, 'gocardless'],
	[/^quirks\/lloyds/, 'open-banking-uk'],
];

export function familyOfRecorded({ file }: Recorded, body: unknown): Family {
	const unsupported = unsupportedFamilies.find(([pattern]) => pattern.test(file))?.[1];
	if (unsupported !== undefined) return { unsupported };
	const standard = standardsOfSources.find(([pattern]) => pattern.test(file))?.[1];
	return standard === undefined ? familyOf(body) : { standard };
}

/** Consents, tokens and errors tell less of their family: what can't be told is read as Berlin Group's. */
export function standardOfRecorded(recorded: Recorded, body: unknown): Family {
	const family = familyOfRecorded(recorded, body);
	const isTold = 'standard' in family || isKnownNotToBe(recorded.file);
	return isTold ? family : { standard: 'berlin-group' };
}

function isKnownNotToBe(file: string): boolean {
	return unsupportedFamilies.some(([pattern]) => pattern.test(file));
}

/** Bodies that no supported standard has, with the family they are of. */
const unsupportedFamilies: readonly (readonly [RegExp, string])[] = [
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
	[
		/^(?:nordigen-robintty|beancount-gocardless)\/.*\/requisition-\d\.json$/,
		'a request, filed as an answer',
	],
];
