import { decodeEscapes } from './escapes';
import { fold } from './fold';

/** A part of a reading, and what is written in its place; absent: it stays as it is, and nothing else masks it. */
export interface Span {
	readonly start: number;
	readonly end: number;
	readonly by?: string;
}

/** What stands for a part that is settled: no number, no name and no token holds it. */
const settled = '…';

/** Text may be escaped in text that is escaped again (JSON in a form in a URL); nobody goes further than this. */
const deepest = 5;

/**
 * A text as people read it, whatever it is written with: escapes are resolved, invisible characters gone, every kind
 * of digit, blank, dash, dot and slash is one of ASCII's. `plain` is searched; what is found is masked where and as
 * it stands in the text.
 */
export class Reading {
	private constructor(
		readonly plain: string,
		/** How each character of `plain` is written. */
		private readonly written: readonly string[],
	) {}

	static of(text: string): Reading {
		let units = [...text].map((character) => [character, character] as const);
		for (let depth = 0; depth < deepest; depth += 1) {
			const decoded = decodeEscapes(units);
			if (decoded === undefined) break;
			units = decoded;
		}
		const folded = fold(units);
		return new Reading(
			folded.map(([plain]) => plain).join(''),
			folded.map(([, written]) => written),
		);
	}

	get text(): string {
		return this.written.join('');
	}

	/** `spans` in order, none within another. */
	mask(spans: readonly Span[]): Reading {
		if (spans.length === 0) return this;
		const plain: string[] = [];
		const written: string[] = [];
		let from = 0;
		for (const { start, end, by } of spans) {
			plain.push(this.plain.slice(from, start), settled);
			for (let index = from; index < start; index += 1) written.push(this.written[index] ?? '');
			written.push(by ?? this.written.slice(start, end).join(''));
			from = end;
		}
		plain.push(this.plain.slice(from));
		for (let index = from; index < this.written.length; index += 1) {
			written.push(this.written[index] ?? '');
		}
		return new Reading(plain.join(''), written);
	}

	/** Masks what `spanOf` makes of each match; `undefined` leaves it. */
	maskEach(pattern: RegExp, spanOf: (match: RegExpExecArray) => Span | undefined): Reading {
		return this.mask(
			[...this.plain.matchAll(pattern)].map(spanOf).filter((span) => span !== undefined),
		);
	}
}

/** The whole of a match. */
export const wholeOf = ({ index, 0: matched }: RegExpExecArray, by = '…'): Span => ({
	start: index,
	end: index + matched.length,
	by,
});

/** What follows the first group, which says what it is. */
export const restOf = ({ index, 0: matched, 1: name = '' }: RegExpExecArray): Span => ({
	start: index + name.length,
	end: index + matched.length,
	by: '…',
});
