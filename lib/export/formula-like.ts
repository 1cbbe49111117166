/**
 * Whether a spreadsheet would take the text for a formula when it opens a file of separated values or
 * someone edits the cell: the characters OWASP lists (CSV Injection), and the full-width ones that East
 * Asian versions of Excel read the same way.
 */
export const looksLikeFormula = (text: string): boolean => /^[=+\-@\t\r\n＝＋－＠]/.test(text);
