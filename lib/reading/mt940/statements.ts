import { parseCurrency } from '../../models/money';
import { unreadable } from '../../models/unreadable';
import { fieldsIn, type Field } from './fields';

/** One account's part of a file; a file may hold several accounts, and several days of one. */
export interface Statement {
	/** Field 25. */
	readonly account: Field;
	readonly fields: readonly Field[];
	/** Of the balances, else of the floor limit (MT942), else as it stands behind the account number. */
	readonly currency: string | undefined;
}

export function statementsIn(text: unknown): readonly Statement[] {
	if (typeof text !== 'string') throw unreadable('', 'is not text');
	const fields = fieldsIn(text);
	const starts = fields.flatMap(({ tag }, index) => (tag === '25' || tag === '25P' ? [index] : []));
	if (starts.length === 0) throw unreadable(':25:', 'is missing');
	return starts.flatMap((start, index) => {
		const account = fields[start];
		const own = fields.slice(start + 1, starts[index + 1]);
		return account === undefined
			? []
			: [{ account, fields: own, currency: currencyIn(own) ?? currencyBehind(account) }];
	});
}

function currencyIn(fields: readonly Field[]): string | undefined {
	const balance = fields.find(({ tag }) => /^(?:60|62)[FM]$/.test(tag));
	const floor = fields.find(({ tag }) => tag === '34F');
	const [, ofBalance] = /^[CD]\d{6}([A-Z]{3})/.exec(balance?.value ?? '') ?? [];
	return parseCurrency(ofBalance ?? floor?.value.slice(0, 3));
}

const currencyBehind = ({ value }: Field): string | undefined =>
	parseCurrency(/\d[\s/]*([A-Z]{3})\s*$/.exec(value.split('\n')[0] ?? '')?.[1]);

export function placeOf({ tag, line }: Field): string {
	return `:${tag}: in line ${line}`;
}
