const longestName = 31;
/** `_x0041_` would be read as `A`. */
const escaped = /_(?=x[0-9A-F]{4}_)/gi;

/**
 * Gives out sheet names that Excel takes: at most 31 characters, none of `: \ / ? * [ ]`, not `History`
 * (Excel keeps it for itself), and none twice in any case. Straight apostrophes become curly ones:
 * exceljs 4.4.0 doesn't double them in the defined name of the print titles, which Excel then refuses.
 */
export class SheetNames {
	readonly #taken = new Set<string>(['history']);
	readonly #copies = new Map<string, number>();

	take(wish: string): string {
		const name = clean(wish);
		const key = name.toLowerCase();
		let copy = this.#copies.get(key) ?? 1;
		let found = name;
		while (this.#taken.has(found.toLowerCase())) {
			copy += 1;
			const ending = ` (${copy})`;
			found = cut(name, longestName - ending.length) + ending;
		}
		this.#copies.set(key, copy);
		this.#taken.add(found.toLowerCase());
		return found;
	}
}

function clean(wish: string): string {
	const allowed = wish
		.replace(/\p{Cf}/gu, '')
		.replace(/[:\\/?*[\]\p{Cc}\ufffe\uffff]/gu, ' ')
		.replace(/\p{Surrogate}/gu, '')
		.replaceAll("'", '’')
		.replace(escaped, '-')
		.replace(/\s+/g, ' ');
	return cut(allowed.trim(), longestName).trim() || 'Account';
}

function cut(name: string, length: number): string {
	const short = name.slice(0, length);
	return /[\ud800-\udbff]$/.test(short) ? short.slice(0, -1) : short;
}
