const { imul } = Math;

/** FNV-1a: a text as a 32-bit number. */
export function seedOf(text: string): number {
	let hash = 0x811c9dc5;
	for (let index = 0; index < text.length; index += 1) {
		hash = imul(hash ^ text.charCodeAt(index), 0x01000193);
	}
	return hash >>> 0;
}

/** A number that looks random and is a pure function of its arguments: any row can be made alone. */
export function scramble(seed: number, ordinal: number, salt = 0): number {
	let hash = (seed ^ imul(ordinal + 1, 0x9e3779b1) ^ imul(salt + 1, 0x85ebca6b)) >>> 0;
	hash = imul(hash ^ (hash >>> 16), 0x85ebca6b);
	hash = imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return (hash ^ (hash >>> 16)) >>> 0;
}
