/** What a formula begins with: the characters OWASP lists (CSV Injection), and the full-width ones of East Asian Excel. */
const operators = '=+\\-@＝＋－＠';

/** What spreadsheets pass over before it. Bounded: a text of blanks alone would be read as often as it is long. */
const passedOver = '[\\s"\\u200b-\\u200f\\ufeff]{0,8}';

const formula = new RegExp(`^(?:[\\t\\r\\n]|${passedOver}[${operators}])`);

/** Whether a spreadsheet would take the text for a formula when it opens a file of separated values or someone edits the cell. */
export const looksLikeFormula = (text: string): boolean => formula.test(text);

const begins = new RegExp(`[,;\\t\\r\\n](?=${passedOver}[${operators}])`, 'g');

/**
 * The text with an apostrophe wherever a formula would begin. Also within: Excel separates by what the country of its
 * user says (`;` in Sweden and Germany), whatever the file was written with, and then begins a cell in the middle.
 */
export function disarmed(text: string): string {
	const within = text.replace(begins, "$&'");
	return looksLikeFormula(text) ? `'${within}` : within;
}
