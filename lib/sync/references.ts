/** What banks write where they have no reference (ING RO, card rows of many): never an identity. */
const placeholder =
	/^(?:not[\s_-]?(?:provided|available|applicable|known)|no[nt]?[\s_-]?ref(?:erence)?|none|null|nil|undefined|unknown|n[./]?a\.?|[-–.*_/#\s0]*)$/i;

const dayParts = ['(?:0[1-9]|[12]\\d|3[01])', '(?:0[1-9]|1[0-2])', '\\d{4}'] as const;
const [day, month, year] = dayParts;
const written = `(?:${year}[-./_ ]${month}[-./_ ]${day}|${day}[-./]${month}[-./]${year})`;
const compact = `${year}${month}${day}`;
const parted = '[-._/:#\\s]+';
const place = '0*\\d{1,4}';

/**
 * A place in the day's list (`2026-08-18-1` at some savings banks, `2026-08-18.0` through Enable Banking, zero-filled
 * elsewhere): it comes late, and it shifts when the bank books something late, so that the next read would give one
 * payment the name of another. A day alone names all of its rows.
 */
const positional = new RegExp(
	[
		`(?:${written}|${compact})${parted}${place}`,
		`${place}${parted}(?:${written}|${compact})`,
		`${compact}00+\\d{1,4}`,
		`${parted}${place}`,
		'0+\\d{1,4}',
		written,
	]
		.map((form) => `^${form}$`)
		.join('|'),
);

/** Longer ones are none of these, and a million rows need not be asked. */
const longest = 32;

/** A letter and a digit that is no zero: neither a placeholder nor a place. */
const telling = /[a-z].*[1-9]|[1-9].*[a-z]/i;

/** A bank's reference where it can be trusted to name one transaction, else `undefined`. */
export function trustedReference(written: string | undefined): string | undefined {
	if (written === undefined) return undefined;
	const reference = written.trim();
	if (reference.length > longest || telling.test(reference)) return reference;
	return placeholder.test(reference) || positional.test(reference) ? undefined : reference;
}

/** A bare number of few digits counts something: rows, days, runs. It adds nothing to another reference. */
const counter = /^\d{1,5}$/;

export const namesOneRow = (reference: string): boolean => !counter.test(reference);

/**
 * The bank's references of a row, the best first: the one that names it, and the next that tells it from others of
 * the same name (Co-op gives one to all rows of a day, a batch has one for its parts).
 */
export function bankReferences(...references: readonly (string | undefined)[]): {
	readonly bankId: string | undefined;
	readonly otherBankId: string | undefined;
} {
	let bankId: string | undefined;
	for (const each of references) {
		const reference = each === undefined ? undefined : trustedReference(each);
		if (reference === undefined || reference === bankId) continue;
		if (bankId === undefined) bankId = reference;
		else if (namesOneRow(reference)) return { bankId, otherBankId: reference };
	}
	return { bankId, otherBankId: undefined };
}
