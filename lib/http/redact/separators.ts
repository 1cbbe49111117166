/** What stands between the groups of a number, in a reading: a blank, a sign, or a sign among blanks. */
export const separator = String.raw`(?:[ \n]?[-./_+][ \n]?|[ \n])`;

/** Not inside a word or number. */
export const begin = '(?<![A-Za-z0-9])';
export const end = '(?![A-Za-z0-9])';
