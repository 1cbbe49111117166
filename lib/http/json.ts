/** A number after a colon, a comma or a bracket that has more digits than a double keeps; inside a text it may seem one. */
const perhapsLong = /[:[,]\s*-?\d[\d.]{15}/;
// Texts are not matched whole: one of many megabytes would end the stack of the regular expression.
const quoteOrNumber = /\\.|"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Most digits that a JSON number carries through a double unharmed. */
const safeDigits = 15;

/** Far above any answer seen (a bank's deepest had 9), far below what ends the stack of whoever walks through it. */
const deepest = 200;

/**
 * JSON with its numbers as the bank wrote them: those of more digits than a double keeps come as text, so that
 * an id of 20 digits and an amount of 17 stay what they are. Throws where it is no JSON, or nested beyond reason.
 */
export function parseJson(text: string): unknown {
	const value: unknown = JSON.parse(perhapsLong.test(text) ? withLongNumbersAsText(text) : text);
	if (isNested(value) && isDeeper(value, deepest))
		throw new RangeError(`JSON is nested more than ${deepest} deep`);
	return value;
}

function withLongNumbersAsText(text: string): string {
	let isInText = false;
	return text.replace(quoteOrNumber, (token) => {
		if (token === '"') isInText = !isInText;
		const isLong = !isInText && digitsOf(token) > safeDigits;
		return isLong ? `"${token}"` : token;
	});
}

const digitsOf = (number: string) => number.replace(/e.*|\D/gi, '').length;

type Nested = readonly unknown[] | Readonly<Record<string, unknown>>;

const isNested = (value: unknown): value is Nested => typeof value === 'object' && value !== null;

/** Every answer is walked through: by name, without a list of an object's values, in a quarter of the time. */
function isDeeper(value: Nested, levels: number): boolean {
	if (levels === 0) return true;
	if (isList(value)) return value.some((inner) => isNested(inner) && isDeeper(inner, levels - 1));
	for (const name in value) {
		const inner = value[name];
		if (isNested(inner) && isDeeper(inner, levels - 1)) return true;
	}
	return false;
}

const isList = (value: Nested): value is readonly unknown[] => Array.isArray(value);
