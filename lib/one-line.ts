/** Most that is repeated of what a bank says, in UTF-16 units. */
export const longestQuote = 500;

/** Line ends and other controls (also what starts a terminal's commands) are blanks. */
const blanks = /[\s\p{Cc}\p{Zl}\p{Zp}]+/gu;
/** Characters that nobody sees: among them those that turn the text around. */
const unseen = /[\p{Cf}\u115f\u1160\u3164\uffa0]/gu;

/** Text for a message or a record: on one line, nothing in it that isn't seen, no longer than `longest`. */
export function oneLine(text: string, longest = longestQuote): string {
	// Before it is searched: a bank may send megabytes. What is left out makes it no longer.
	const isLong = text.length > longest * 8;
	const clean = (isLong ? text.slice(0, longest * 8) : text)
		.replace(unseen, '')
		.replace(blanks, ' ')
		.replace(/\p{Surrogate}/gu, '\ufffd')
		.trim();
	if (clean.length <= longest && !isLong) return clean;
	return `${withoutHalf(clean.slice(0, longest - 1)).trimEnd()}…`;
}

/** The first half of a pair says nothing. */
const withoutHalf = (text: string) => text.replace(/[\ud800-\udbff]$/, '');
