const entities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	'\r': '&#13;',
};

/** Text as XML 1.0 content or attribute; the characters that XML can't hold become blanks. */
export const xmlText = (text: string): string =>
	text
		.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, ' ')
		.replace(/[&<>"\r]/g, (character) => entities[character] ?? character);

/** A blank where a line ends: programs that show one line run the words together. */
export const onOneLine = (text: string): string =>
	/[\r\n\u2028\u2029]/.test(text)
		? text
				.split(/[\r\n\u2028\u2029]+/)
				.map((line) => line.trim())
				.join(' ')
				.trim()
		: text;

/** The first so many characters (code points, as schemas count them). */
export function firstCharacters(text: string, length: number): string {
	return text.length <= length ? text : [...text].slice(0, length).join('').trimEnd();
}

/** An element, or nothing where there is no content. `content` is XML already. */
export const element = (name: string, content: string | undefined): string =>
	content === undefined || content === '' ? '' : `<${name}>${content}</${name}>`;

/** An element of text. */
export const textElement = (name: string, text: string | undefined, length = Infinity): string =>
	text === undefined || text === ''
		? ''
		: `<${name}>${xmlText(firstCharacters(text, length))}</${name}>`;
