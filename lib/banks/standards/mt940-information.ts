import { toAccountNumber } from '../../models/account';
import { parseIban } from '../../models/iban';
import { present } from '../../models/present';
import type { Counterparty } from '../../models/transaction';
import { textOf } from './fields';

/** What field 86 tells of a payment. */
export interface Information {
	readonly counterparty?: Counterparty | undefined;
	readonly text?: string | undefined;
	readonly lines?: readonly string[] | undefined;
	readonly reference?: string | undefined;
	readonly endToEndId?: string | undefined;
	readonly mandateId?: string | undefined;
	readonly creditorId?: string | undefined;
}

/** German and Polish subfields: a business code, then `?20…?32…`, each bank with a sign of its own. */
const subfields = /^\s*(?:\d{3})?\s*([?~^<>|])\d{2}/;
/** PKO BP fills empty subfields with the byte FF, which is one of these in one encoding or another. */
const emptyAtPko = /^[˙ÿ\ufffd\s]*$/;
/** Dutch words between strokes; one of these tells that it is them. */
const words = /^\s*\/(?:TRTP|EREF|PREF|MARF|BENM|ORDP|CNTP|REMI|RTRN|NAME|IBAN|CSID)\//;
const keyword = /(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC)\+/;

/** Field 86 in one of its forms, or plain lines. `supplement`: the line under field 61, an IBAN at Rabobank. */
export function readInformation(value: string, supplement = ''): Information {
	const [, sign] = subfields.exec(value) ?? [];
	if (sign !== undefined) return readSubfields(value, sign);
	if (words.test(value)) return readWords(value, supplement);
	return new RegExp(`^\\s*${keyword.source}`).test(value)
		? readPurpose(value.split('\n'))
		: readLines(value);
}

function readLines(value: string): Information {
	const lines = value.split('\n').flatMap((line) => textOf(line) ?? []);
	return lines.length === 0 ? {} : { text: lines.join(' '), lines };
}

/** DFÜ agreement annex 3: 20–29 and 60–63 purpose, 31 account, 32–33 name; Polish banks: 38 IBAN. */
function readSubfields(value: string, sign: string): Information {
	const [, ...parts] = value.replaceAll('\n', '').split(sign);
	const numbered = parts
		.map((part) => ({ number: Number(part.slice(0, 2)), content: part.slice(2) }))
		.filter(({ content }) => !emptyAtPko.test(content));
	const contents = (wanted: (number: number) => boolean) =>
		numbered.filter(({ number }) => wanted(number)).map(({ content }) => content);
	const purpose = readPurpose(
		contents((number) => (number >= 20 && number <= 29) || (number >= 60 && number <= 63)),
	);
	const name = textOf(contents((number) => number === 32 || number === 33).join(''));
	const account = contents((number) => number === 38).join('');
	const written = textOf(account) ?? textOf(contents((number) => number === 31).join(''));
	return { ...purpose, ...counterpartyOf(name, written, ':86:?32') };
}

/** SEPA keywords cut the purpose into references and the text proper (`SVWZ+`). */
function readPurpose(parts: readonly string[]): Information {
	const [before = '', ...rest] = parts.join('').split(keyword);
	if (rest.length === 0) return readLines(parts.join('\n'));
	const named = new Map<string, string>();
	for (let index = 0; index < rest.length; index += 2) {
		named.set(rest[index] ?? '', rest[index + 1] ?? '');
	}
	const lines = [before, named.get('SVWZ')].flatMap((part) => textOf(part) ?? []);
	return {
		...(lines.length > 0 && { text: lines.join(' '), lines }),
		endToEndId: textOf(named.get('EREF')),
		mandateId: textOf(named.get('MREF')),
		creditorId: textOf(named.get('CRED')),
	};
}

const wordsWithin =
	/\/(TRTP|EREF|PREF|MARF|BENM|ORDP|CNTP|REMI|RTRN|NAME|IBAN|BIC|CSID|ISDT|PURP|ULTD|ULTC|ULTB|ADDR|OCMT|EXCH|CHGS|TRCD|SVCL|ID)\//;

/** Dutch banks: `/IBAN/…/NAME/…/REMI/…`, ING with all of the other party under `/CNTP/IBAN/BIC/name/town`. */
function readWords(value: string, supplement: string): Information {
	const [, ...rest] = value.replaceAll('\n', '').split(wordsWithin);
	const named = new Map<string, string>();
	for (let index = 0; index < rest.length; index += 2) {
		const word = rest[index] ?? '';
		if (!named.has(word)) named.set(word, (rest[index + 1] ?? '').replace(/\/+\s*$/, ''));
	}
	const [iban, , name] = named.get('CNTP')?.split('/') ?? [];
	const account = textOf(iban) ?? textOf(named.get('IBAN')) ?? parseIban(supplement);
	return {
		...counterpartyOf(
			textOf(name) ?? textOf(named.get('NAME')),
			account,
			`:86:/${named.has('CNTP') ? 'CNTP' : 'NAME'}/`,
		),
		...readRemittanceWord(named.get('REMI') ?? ''),
		endToEndId: textOf(named.get('EREF')),
		mandateId: textOf(named.get('MARF')),
		creditorId: textOf(named.get('CSID')),
	};
}

/** `USTD//text`, `STRD/CUR/reference`, or the text alone. */
function readRemittanceWord(written: string): Information {
	const [, structured] = /^STRD\/[A-Z]*\/(.*)$/.exec(written) ?? [];
	if (structured !== undefined) return { reference: textOf(structured) };
	return readLines(written.replace(/^USTD\/\//, ''));
}

function counterpartyOf(name: string | undefined, account: string | undefined, source: string) {
	const number = toAccountNumber(account);
	const counterparty = present<Counterparty>({
		name,
		iban: number.iban,
		bban: number.bban ?? number.maskedPan,
		source: name === undefined ? undefined : source,
	});
	return Object.keys(counterparty).length > 0 ? { counterparty } : {};
}
