/** Banks write one name in capitals, with points and with double blanks. */
export const foldedName = (name: string): string =>
	name
		.toUpperCase()
		.replace(/[\s.,-]+/g, ' ')
		.trim();

export const sameName = (left: string, right: string | undefined): boolean =>
	right !== undefined && foldedName(left) === foldedName(right);
