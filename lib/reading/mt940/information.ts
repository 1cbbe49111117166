import { toAccountNumber } from '../../models/account';
import { parseIban } from '../../models/iban';
import { parseAmount, parseCurrency } from '../../models/money';
import { present } from '../../models/present';
import type { Counterparty } from '../../models/transaction';
import { textOf } from '../../standards/kit/fields';
import { joinLines, joinSubfields, linesOf, referenceIn } from './wraps';

/** What field 86 tells of a payment. */
export interface Information {
	readonly counterparty?: Counterparty | undefined;
	readonly text?: string | undefined;
	readonly lines?: readonly string[] | undefined;
	readonly reference?: string | undefined;
	readonly endToEndId?: string | undefined;
	readonly mandateId?: string | undefined;
	readonly creditorId?: string | undefined;
	/** What was to be paid, before charges or exchange; without a currency it is the account's. */
	readonly original?:
		| { readonly amount: string; readonly currency?: string | undefined }
		| undefined;
}

/** What is known of the payment beside field 86. */
export interface StatementLine {
	/** The line under field 61: an IBAN at Rabobank, the original amount at German banks. */
	readonly supplement: string;
	readonly isDebit: boolean;
}

/** German and Polish subfields: a business code, then `?20…?32…`, each bank with a sign of its own. */
const subfields = /^\s*(?:\d{3})?\s*([?~^<>|])\d{2}/;
/** Any other number behind a sign is text: `Was ist das?50 EUR`. */
const subfieldNumbers = '(?:00|10|[2367]\\d)';

interface SubfieldStarts {
	readonly anywhere: RegExp;
	readonly first: RegExp;
}

/** By sign. */
const subfieldStarts: ReadonlyMap<string, SubfieldStarts> = new Map(
	[...'?~^<>|'].map((sign) => {
		const start = `\\${sign}(?=${subfieldNumbers})`;
		return [sign, { anywhere: new RegExp(start), first: new RegExp(`^${start}`) }];
	}),
);

/** PKO BP fills empty subfields with the byte FF, which is one of these in one encoding or another. */
const emptyAtPko = /^[˙ÿ\ufffd\s]*$/;
/** Dutch words between strokes; one of these tells that it is them. */
const words = /^\s*\/(?:TRTP|EREF|PREF|MARF|BENM|ORDP|CNTP|REMI|RTRN|NAME|IBAN|CSID)\//;
const keyword = /(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC|PURP)\+/;
const keywordFirst = new RegExp(`^\\s*${keyword.source}`);
const references: ReadonlySet<string> = new Set([
	'EREF',
	'KREF',
	'MREF',
	'CRED',
	'DEBT',
	'COAM',
	'OAMT',
	'IBAN',
	'BIC',
	'PURP',
]);

/** Field 86 in one of its forms, or plain lines. */
export function readInformation(value: string, line: StatementLine): Information {
	const original = originalIn(line.supplement);
	const starts = subfieldStarts.get(subfields.exec(value)?.[1] ?? '');
	if (starts !== undefined) return { original, ...readSubfields(value, starts) };
	if (words.test(value)) return { original, ...readWords(value, line) };
	const joined = joinLines(value);
	return keywordFirst.test(value)
		? { original, ...readPurpose(joined) }
		: { original, ...readLines(joined) };
}

function readLines(...texts: readonly string[]): Information {
	const lines = texts.flatMap(linesOf).flatMap((line) => textOf(line) ?? []);
	return lines.length === 0 ? {} : { text: lines.join(' '), lines };
}

/** DFÜ agreement annex 3: 20–29 and 60–63 purpose, 31 account, 32–33 name; Polish banks: 38 IBAN. */
function readSubfields(value: string, starts: SubfieldStarts): Information {
	const [, ...parts] = joinLines(value, starts.first).split(starts.anywhere);
	const numbered = parts
		.map((part) => ({ number: Number(part.slice(0, 2)), content: part.slice(2) }))
		.filter(({ content }) => !emptyAtPko.test(content));
	const contents = (wanted: (number: number) => boolean) =>
		numbered.filter(({ number }) => wanted(number)).map(({ content }) => content);
	const purpose = readPurpose(
		joinSubfields(
			contents((number) => (number >= 20 && number <= 29) || (number >= 60 && number <= 63)),
		),
	);
	const { text: name } = readLines(
		joinSubfields(contents((number) => number === 32 || number === 33)),
	);
	const account = textOf(contents((number) => number === 38).join(''));
	const written = account ?? textOf(contents((number) => number === 31).join(''));
	return { ...purpose, ...counterpartyOf(name, written, ':86:?32') };
}

/** SEPA keywords cut the purpose into references and the text proper (`SVWZ+`). */
function readPurpose(purpose: string): Information {
	const [before = '', ...rest] = purpose.split(keyword);
	if (rest.length === 0) return readLines(purpose);
	const named = new Map<string, string>();
	const texts = [before];
	for (let index = 0; index < rest.length; index += 2) {
		const [word = '', said = ''] = rest.slice(index, index + 2);
		if (references.has(word)) {
			const [reference, behind] = referenceIn(said);
			if (!named.has(word)) named.set(word, reference);
			texts.push(behind);
		} else if (word === 'SVWZ') texts.push(said);
	}
	const amount = parseAmount(named.get('OAMT')?.trim());
	return {
		...readLines(...texts),
		endToEndId: textOf(named.get('EREF')),
		mandateId: textOf(named.get('MREF')),
		creditorId: textOf(named.get('CRED')),
		...(amount !== undefined && { original: { amount } }),
	};
}

const wordsWithin =
	/\/(TRTP|EREF|PREF|MARF|BENM|ORDP|CNTP|REMI|RTRN|NAME|IBAN|BIC|CSID|ISDT|PURP|ULTD|ULTC|ULTB|ADDR|OCMT|EXCH|CHGS|TRCD|SVCL|ID)\//;
const wordBegins = new RegExp(`^${wordsWithin.source}`);

/** Dutch banks: `/IBAN/…/NAME/…/REMI/…`, ING with all of the other party under `/CNTP/IBAN/BIC/name/town`. */
function readWords(value: string, { supplement, isDebit }: StatementLine): Information {
	const [, ...rest] = joinLines(value, wordBegins).split(wordsWithin);
	const said: (readonly [word: string, content: string])[] = [];
	for (let index = 0; index < rest.length; index += 2) {
		said.push([rest[index] ?? '', (rest[index + 1] ?? '').replace(/\/+\s*$/, '')]);
	}
	const isReturn = said.some(([word]) => word === 'RTRN');
	// What came back was paid the other way: the parties keep the roles that they had then.
	const party = isDebit === isReturn ? 'ORDP' : 'BENM';
	const from = said.findIndex(([word]) => word === party);
	const ofParty = new Map([...said.slice(Math.max(from, 0))].reverse());
	const named = new Map([...said].reverse());
	const oneLine = (word: string, words = named) => readLines(words.get(word) ?? '').text;
	const [iban, , name] = linesOf(named.get('CNTP') ?? '')
		.join(' ')
		.split('/');
	const account =
		textOf(iban) ?? oneLine('IBAN', ofParty) ?? oneLine('IBAN') ?? parseIban(supplement);
	return {
		...counterpartyOf(
			textOf(name) ?? oneLine('NAME', ofParty) ?? oneLine('NAME'),
			account,
			`:86:/${named.has('CNTP') ? 'CNTP' : 'NAME'}/`,
		),
		...readRemittanceWord(named.get('REMI') ?? '', oneLine('RTRN')),
		endToEndId: oneLine('EREF'),
		mandateId: oneLine('MARF'),
		creditorId: oneLine('CSID'),
	};
}

/** `USTD//text`, `STRD/CUR/reference`, or the text alone; and why it came back where it did. */
function readRemittanceWord(written: string, reason = ''): Information {
	const [, structured] = /^STRD\/[A-Z]*\/(.*)$/s.exec(written) ?? [];
	return structured === undefined
		? readLines(written.replace(/^USTD\/\//, ''), reason)
		: { ...readLines(reason), reference: readLines(structured).text };
}

/** DFÜ agreement annex 3, subfield 9 of field 61: `/OCMT/EUR50,/CHGS/EUR3,`. */
function originalIn(supplement: string): Information['original'] {
	const [, code, written] = /\/OCMT\/([A-Z]{3})(\d[\d,.]*)/.exec(supplement) ?? [];
	const amount = parseAmount(written?.replace(/,$/, ''));
	const currency = parseCurrency(code);
	return amount === undefined || currency === undefined ? undefined : { amount, currency };
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
