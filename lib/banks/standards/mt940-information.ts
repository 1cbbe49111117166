import { toAccountNumber } from '../../models/account';
import { present } from '../../models/present';
import type { Counterparty } from '../../models/transaction';
import { textOf } from './fields';

/** What field 86 tells of a payment. */
export interface Information {
	readonly counterparty?: Counterparty | undefined;
	readonly text?: string | undefined;
	readonly lines?: readonly string[] | undefined;
	readonly endToEndId?: string | undefined;
	readonly mandateId?: string | undefined;
	readonly creditorId?: string | undefined;
}

/** Field 86: German subfields (`166?00…?20…`), or plain lines. */
export function readInformation(value: string): Information {
	return /^\d{3}\?\d{2}/.test(value) ? readSubfields(value) : readLines(value);
}

function readLines(value: string): Information {
	const lines = value.split('\n').flatMap((line) => textOf(line) ?? []);
	return lines.length === 0 ? {} : { text: lines.join(' '), lines };
}

/** DFÜ agreement annex 3: 20–29 and 60–63 purpose, 31 account, 32–33 name. */
function readSubfields(value: string): Information {
	const subfields = value
		.slice(3)
		.replaceAll('\n', '')
		.split('?')
		.map((part) => ({ number: Number(part.slice(0, 2)), content: part.slice(2) }));
	const contents = (wanted: (number: number) => boolean) =>
		subfields.filter(({ number }) => wanted(number)).map(({ content }) => content);
	const purpose = contents(
		(number) => (number >= 20 && number <= 29) || (number >= 60 && number <= 63),
	);
	const name = textOf(contents((number) => number === 32 || number === 33).join(''));
	const number = toAccountNumber(textOf(contents((each) => each === 31).join('')));
	const counterparty = present<Counterparty>({
		name,
		iban: number.iban,
		bban: number.bban,
		source: name === undefined ? undefined : ':86:?32',
	});
	return {
		...(Object.keys(counterparty).length > 0 && { counterparty }),
		...readPurpose(purpose),
	};
}

const keyword = /(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC)\+/;

/** SEPA keywords cut the purpose into references and the text proper (`SVWZ+`). */
function readPurpose(subfields: readonly string[]): Information {
	const joined = subfields.join('');
	const [before = '', ...rest] = joined.split(keyword);
	if (rest.length === 0) return readLines(subfields.join('\n'));
	const named = new Map<string, string>();
	for (let index = 0; index < rest.length; index += 2) {
		named.set(rest[index] ?? '', rest[index + 1] ?? '');
	}
	const text = textOf(named.get('SVWZ')) ?? textOf(before);
	return {
		...(text !== undefined && { text, lines: [text] }),
		endToEndId: textOf(named.get('EREF')),
		mandateId: textOf(named.get('MREF')),
		creditorId: textOf(named.get('CRED')),
	};
}
