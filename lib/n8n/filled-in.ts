/** What somebody typed, without the blanks around it; an empty text is none. */
export const filledIn = (value: unknown): string | undefined => {
	const text = typeof value === 'string' ? value.trim() : '';
	return text === '' ? undefined : text;
};
