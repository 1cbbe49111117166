/** A tagged field of a SWIFT message. */
export interface Field {
	readonly tag: string;
	readonly value: string;
	/** Line of the file, from 1: the place named in errors. */
	readonly line: number;
}

interface Line {
	readonly content: string;
	readonly number: number;
}

interface Tagged {
	readonly tag: string;
	readonly value: string;
}

function taggedIn(content: string): Tagged | undefined {
	const [, tag, value = ''] = /^:(\d{2,3}[A-Z]?|NS):(.*)$/.exec(content) ?? [];
	return tag === undefined ? undefined : { tag, value };
}

/** `:61:` up to the next tag; the envelope (`{1:…}`, `-}`) is left out. */
export function fieldsIn(text: string): readonly Field[] {
	const lines = linesIn(text);
	const fields: Field[] = [];
	let open: { tag: string; parts: string[]; line: number } | undefined;
	const close = () => {
		if (open !== undefined) {
			fields.push({ tag: open.tag, value: open.parts.join('\n'), line: open.line });
		}
		open = undefined;
	};
	lines.forEach(({ content, number }, index) => {
		const rest = lines.slice(index + 1, index + 1 + lookahead);
		const tagged = taggedIn(content);
		const isFree = open !== undefined && freeText.has(open.tag);
		if (tagged !== undefined && (!isFree || mayFollowText(tagged, rest))) {
			close();
			open = { tag: tagged.tag, parts: [tagged.value], line: number };
		} else if (envelope.test(content) || (messageEnd.test(content) && !(isFree && goesOn(rest)))) {
			close();
		} else open?.parts.push(content);
	});
	close();
	return fields;
}

const envelope = /^\{\d:/;
/** `-`, `-}` with its trailer, ING's `-XXX`: what follows, up to the next tag, is the next message's header. */
const messageEnd = /^-(?:\}.*|XXX)?\s*$/;
/** How far a line that may be text or not is judged by what follows. */
const lookahead = 12;

/** Fields of free text: a line in them may look like a tag (`…T12` / `:25:08`, a time that was wrapped). */
const freeText: ReadonlySet<string> = new Set(['61', '86', 'NS']);

const balance = /^[CD]\d{6}/;

/** What may follow free text within a statement, and how it begins. */
const within: ReadonlyMap<string, RegExp> = new Map([
	['61', /^\d{6}/],
	['86', /^/],
	['NS', /^/],
	...['60F', '60M', '62F', '62M', '64', '65'].map((tag) => [tag, balance] as const),
	['90C', /^\d{1,5}\s?[A-Z]{3}/],
	['90D', /^\d{1,5}\s?[A-Z]{3}/],
]);

/** A statement begins with `:20:`, `:25:`, `:28C:`, one right after the other. */
const beginnings: ReadonlyMap<string, RegExp> = new Map([
	['20', /^:(?:21|25P?|28C?|13[CD]?):/],
	['25', /^:(?:28C?|60[FM]|34F|13[CD]?|NS):/],
	['25P', /^:(?:28C?|60[FM]|34F|13[CD]?|NS):/],
]);

function mayFollowText({ tag, value }: Tagged, [next]: readonly Line[]): boolean {
	const form = within.get(tag);
	if (form !== undefined) return form.test(value);
	return next !== undefined && beginnings.get(tag)?.test(next.content) === true;
}

/** Whether the statement is not over: a line of nothing but `-` was text. */
function goesOn(rest: readonly Line[]): boolean {
	for (const { content } of rest) {
		const tagged = taggedIn(content);
		if (tagged !== undefined) return within.get(tagged.tag)?.test(tagged.value) ?? false;
		if (envelope.test(content) || messageEnd.test(content)) return false;
	}
	return false;
}

/** The envelope's last block, or the end of a message that belongs on the line before (savings banks, seen 2014). */
const beforeTag = /^(?:\{.*\{4:|\{4:|[-\s]+)(?=:(?:\d{2}[A-Z]?|NS):)/;

/** Lines that say something, without control characters; a tag that a line break fell into is whole again. */
function linesIn(text: string): readonly Line[] {
	const lines: Line[] = [];
	text.split(/\r\n|\r|\n/).forEach((written, index) => {
		const content = written
			.replace(/[\u0000-\u0008\u000b-\u001f\u007f\ufeff]/g, '')
			.replace(beforeTag, '');
		const last = lines.at(-1);
		if (content.trim() === '') return;
		if (last !== undefined && /^:(?:\d{0,2}[A-Z]?)$/.test(last.content)) {
			const whole = { content: last.content + content, number: last.number };
			if (taggedIn(whole.content) !== undefined) {
				lines[lines.length - 1] = whole;
				return;
			}
		}
		lines.push({ content, number: index + 1 });
	});
	return lines;
}
