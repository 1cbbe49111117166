import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CFB } from '@e965/xlsx';

/** Something that must not be found, and how it is called in the report. */
export interface Secret {
	readonly name: string;
	readonly value: string;
}

/** Something of which every example is a secret; gives what it calls those that it finds. */
export type Finder = (text: string) => readonly string[];

export interface Leak {
	readonly where: string;
	readonly secret: string;
}

/** A piece of text or bytes to search, and where it comes from. */
export interface Place {
	readonly where: string;
	readonly bytes: Buffer;
}

/** As it is, escaped for URLs and JSON (once and twice), in hex, and in base64 at any position. */
function formsOf(value: string): string[] {
	const url = encodeURIComponent(value);
	const json = JSON.stringify(value).slice(1, -1);
	const base64 = [0, 1, 2].flatMap((shift) => {
		const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(value)]);
		// Whole groups that hold nothing but the value.
		const from = Math.ceil(shift / 3) * 4;
		const to = Math.floor(bytes.length / 3) * 4;
		const text = bytes.toString('base64').slice(from, to);
		return [text, text.replaceAll('+', '-').replaceAll('/', '_')];
	});
	const forms = [
		value,
		url,
		encodeURIComponent(url),
		json,
		JSON.stringify(json).slice(1, -1),
		Buffer.from(value).toString('hex'),
		...base64,
	];
	return [...new Set(forms)].filter((form) => form.length >= 8);
}

export function findLeaks(
	places: Iterable<Place>,
	secrets: readonly Secret[],
	finders: readonly Finder[] = [],
): Leak[] {
	const forms = secrets.map(({ name, value }) => ({ name, forms: formsOf(value) }));
	const leaks: Leak[] = [];
	for (const { where, bytes } of places) {
		for (const { name, forms: written } of forms) {
			if (written.some((form) => bytes.includes(form))) leaks.push({ where, secret: name });
		}
		for (const find of finders) {
			leaks.push(...find(bytes.toString('latin1')).map((secret) => ({ where, secret })));
		}
		leaks.push(...findLeaks(insideZip(where, bytes), secrets, finders));
	}
	return leaks;
}

function* insideZip(where: string, bytes: Buffer): Generator<Place> {
	if (bytes.length < 30 || bytes.readUInt32BE(0) !== 0x504b0304) return;
	const { FullPaths, FileIndex } = CFB.read(bytes, { type: 'buffer' });
	for (const [index, entry] of FileIndex.entries()) {
		const content = Buffer.from((entry.content as Uint8Array | undefined) ?? []);
		if (content.length > 0) yield { where: `${where} › ${FullPaths[index]}`, bytes: content };
	}
}

/** Every file below the folder; a database is read row by row, as its pages cut long texts. */
export function* filesBelow(folder: string, skip: RegExp): Generator<Place> {
	for (const name of readdirSync(folder)) {
		const path = join(folder, name);
		if (skip.test(path)) continue;
		if (statSync(path).isDirectory()) yield* filesBelow(path, skip);
		else if (name.endsWith('.sqlite')) yield* rowsOf(path);
		else if (statSync(path).size > 1) yield { where: path, bytes: readFileSync(path) };
	}
}

function* rowsOf(path: string): Generator<Place> {
	const database = new DatabaseSync(path, { readOnly: true });
	const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
	for (const { name } of tables) {
		const rows = database.prepare(`SELECT * FROM "${String(name)}"`).all();
		for (const [index, row] of rows.entries()) {
			for (const [column, value] of Object.entries(row)) {
				if (value === null) continue;
				const bytes = value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value));
				if (bytes.length < 2) continue;
				yield { where: `${String(name)}[${index}].${column}`, bytes };
			}
		}
	}
	database.close();
}
