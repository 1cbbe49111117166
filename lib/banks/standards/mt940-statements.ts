import { parseCurrency } from '../../models/money';
import { unreadable } from '../../models/unreadable';

/** A tagged field of a SWIFT message. */
export interface Field {
	readonly tag: string;
	readonly value: string;
	/** Line of the file, from 1: the place named in errors. */
	readonly line: number;
}

/** One account's part of a file; a file may hold several accounts, and several days of one. */
export interface Statement {
	/** Field 25. */
	readonly account: Field;
	readonly fields: readonly Field[];
	/** Of the balances, else of the floor limit (MT942). */
	readonly currency: string | undefined;
}

const fieldStart = /^:(\d{2,3}[A-Z]?|NS):(.*)$/;
const envelope = /^\{\d:/;
/** `-`, `-}` with its trailer, ING's `-XXX`: what follows, up to the next tag, is the next message's header. */
const messageEnd = /^-(?:\}.*|XXX)?\s*$/;

/** `:61:` up to the next tag; the envelope (`{1:…}`, `-}`) is left out. */
function fieldsIn(text: string): readonly Field[] {
	const fields: Field[] = [];
	let isOpen = false;
	text.split(/\r\n|\r|\n/).forEach((content, index) => {
		const start = fieldStart.exec(content.replace(/^[\u0001\ufeff]+/, ''));
		const last = fields.at(-1);
		if (start !== null) {
			const [, tag = '', value = ''] = start;
			fields.push({ tag, value, line: index + 1 });
			isOpen = true;
		} else if (messageEnd.test(content) || envelope.test(content)) {
			isOpen = false;
		} else if (last !== undefined && isOpen) {
			fields[fields.length - 1] = { ...last, value: `${last.value}\n${content}` };
		}
	});
	return fields;
}

export function statementsIn(text: unknown): readonly Statement[] {
	if (typeof text !== 'string') throw unreadable('', 'is not text');
	const fields = fieldsIn(text);
	const starts = fields.flatMap(({ tag }, index) => (tag === '25' || tag === '25P' ? [index] : []));
	if (starts.length === 0) throw unreadable(':25:', 'is missing');
	return starts.flatMap((start, index) => {
		const account = fields[start];
		const own = fields.slice(start + 1, starts[index + 1]);
		return account === undefined ? [] : [{ account, fields: own, currency: currencyIn(own) }];
	});
}

function currencyIn(fields: readonly Field[]): string | undefined {
	const balance = fields.find(({ tag }) => /^(?:60|62)[FM]$/.test(tag));
	const floor = fields.find(({ tag }) => tag === '34F');
	const [, ofBalance] = /^[CD]\d{6}([A-Z]{3})/.exec(balance?.value ?? '') ?? [];
	return parseCurrency(ofBalance ?? floor?.value.slice(0, 3));
}

export function placeOf({ tag, line }: Field): string {
	return `:${tag}: in line ${line}`;
}
