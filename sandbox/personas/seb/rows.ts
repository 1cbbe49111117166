import { decimal, digitsOf } from '../../data/amount';
import type { AccountBook, Row } from '../../data/book';
import { dateOf } from '../../data/calendar';
import { bic, type AccountPlan } from '../../data/people';
import type { Story } from '../../data/stories';

export type Version = 'v7' | 'v8';

/** Three digits after the point, whatever the currency has: `-12.50` → `-12.500`. */
export function threeDecimals(minor: number, currency: string): string {
	const text = decimal(minor, currency);
	const digits = digitsOf(currency);
	return digits === 0 ? `${text}.000` : text.padEnd(text.length + 3 - digits, '0');
}

const money = (minor: number, currency: string) => ({
	amount: threeDecimals(minor, currency),
	currency,
});

/** The same row has another id in each version. */
export const rowId = (version: Version, { resourceId }: AccountBook, ordinal: number): string =>
	version === 'v8'
		? `${resourceId.slice(0, 6)}-${ordinal.toString(36)}`
		: `${ordinal.toString(36)}-${resourceId.slice(-6)}`;

/** The row that `rowId` has named; `undefined`: an id that was never given out. */
export function ordinalOf(version: Version, book: AccountBook, id: string): number | undefined {
	const ordinal = parseInt(id.split('-')[version === 'v8' ? 1 : 0] ?? '', 36);
	return rowId(version, book, ordinal) === id ? ordinal : undefined;
}

/** An account of the bank itself: by IBAN, else by its own number. */
const own = ({ iban, bban }: AccountPlan) => ({
	...(iban !== undefined ? { iban } : { bban }),
	bic,
});

export const hasDetails = ({ story }: Row): boolean =>
	story.references === 'own' && story.counterparty !== undefined;

export function bookedRow(version: Version, book: AccountBook, row: Row, path: string) {
	const { story, entryReference } = row;
	const id = story.references === 'own' ? rowId(version, book, row.ordinal) : row.transactionId;
	return {
		...(id !== undefined && { transactionId: id }),
		...(entryReference !== undefined && { entryReference }),
		...payment(version, book, row),
		...(hasDetails(row) && {
			_links: { transactionDetails: { href: `${path}/transactions/${id}` } },
		}),
	};
}

/** All that the bank knows of one row; what it is asked by is not repeated. */
export function payment(version: Version, book: AccountBook, row: Row) {
	const { story, minor, currency, bookingDay } = row;
	const { foreign } = story;
	return {
		bookingDate: dateOf(bookingDay),
		valueDate: dateOf(row.valueDay),
		transactionAmount: money(minor, currency),
		...wording(version, story),
		...parties(version, book, row),
		...remittance(version, story),
		...(isCard(story) && {
			// v7 gives the booking date for it.
			transactionDate: dateOf(version === 'v8' ? bookingDay - 1 : bookingDay),
		}),
		...(foreign !== undefined && {
			currencyExchange: { exchangeRate: rateText(version, foreign.rate) },
			originalAmount: {
				amount: (minor / 100 / Number(foreign.rate)).toFixed(2).concat('0'),
				currency: foreign.currency,
			},
		}),
	};
}

/** Not booked yet: no id, no booking date, and in v7 no sign. */
export function pendingRow(version: Version, row: Row) {
	const { story, minor, currency, valueDay } = row;
	const { counterparty } = story;
	const role = story.direction === 'out' ? 'creditor' : 'debtor';
	const text = counterparty?.name ?? story.text;
	return {
		...(row.ordinal % 2 === 0 && { valueDate: dateOf(valueDay) }),
		transactionAmount: money(version === 'v7' ? Math.abs(minor) : minor, currency),
		...(version === 'v7'
			? text !== undefined && { [`${role}Name`]: text }
			: {
					...(text !== undefined && { descriptiveText: text }),
					...(counterparty?.iban !== undefined && {
						[`${role}Account`]: { iban: counterparty.iban },
					}),
				}),
	};
}

const isCard = ({ code }: Story): boolean => code.startsWith('PMNT-CCRD');
const isSwish = ({ code }: Story): boolean => code === 'PMNT-RCDT-INST';
const isGiro = ({ code }: Story): boolean => code === 'PMNT-ICDT-DMCT';

/** By ISO code: how v7 calls it, and v8, which speaks English only. */
const words: Readonly<Record<string, readonly [v7: string, v8: string]>> = {
	'PMNT-CCRD-POSD': ['Kortköp', 'Card purchase'],
	'PMNT-CCRD-POSC': ['Kortretur', 'Card refund'],
	'PMNT-RCDT-ESCT': ['Insättning', 'Deposit'],
	'PMNT-RCDT-XBCT': ['Utlandsbetalning', 'Foreign payment'],
	'PMNT-RCDT-INST': ['Swish', 'Swish'],
	'PMNT-ICDT-ESCT': ['Stående överföring', 'Standing transfer'],
	'PMNT-ICDT-DMCT': ['Bankgirobetalning', 'Bankgiro payment'],
	'PMNT-RDDT-ESDD': ['Autogiro', 'Direct debit'],
	'PMNT-IRCT-ESCT': ['Överföring', 'Transfer'],
	'ACMT-MDOP-CHRG': ['Avgift', 'Fee'],
	'ACMT-MCOP-INTR': ['Ränta', 'Interest'],
};

function wording(version: Version, story: Story) {
	const [swedish, english] = words[story.code] ?? ['Övrigt', 'Other'];
	if (version === 'v7') {
		return {
			...(story.foreign !== undefined && { proprietaryBankTransactionCode: '051' }),
			proprietaryBankTransactionCodeText: swedish,
		};
	}
	return {
		proprietaryBankTransactionCodeText:
			story.foreign === undefined ? english : 'Card foreign purchase',
	};
}

function parties(
	version: Version,
	{ plan, owner }: AccountBook,
	{ story, ordinal, bookingDay }: Row,
) {
	const { direction, counterparty } = story;
	const [mine, theirs] = direction === 'out' ? ['debtor', 'creditor'] : ['creditor', 'debtor'];
	const account = { [`${mine}Account`]: own(plan) };
	const name = counterparty?.name;
	if (isCard(story)) {
		return { ...account, ...(version === 'v8' && name !== undefined && { cardAcceptorId: name }) };
	}
	if (isSwish(story)) {
		if (version === 'v7') return account;
		const minute = String(ordinal % 60).padStart(2, '0');
		return {
			...account,
			transactionTime: `${dateOf(bookingDay)}T08:${minute}:13`,
			creditorNameAndAddress: owner.name,
			...(name !== undefined && { debtorName: name }),
			orderId: `999${String(ordinal).padStart(13, '0')}`,
		};
	}
	return {
		...account,
		...(name !== undefined && { [`${theirs}Name`]: name }),
		...(counterparty?.iban !== undefined && {
			[`${theirs}Account`]: { iban: counterparty.iban },
		}),
		...(isGiro(story) && {
			[`${theirs}Account`]: version === 'v8' ? { bankgiroNumber: giro } : { bban: giro },
		}),
	};
}

/** Bankgiro numbers begin with 1 to 9; this one belongs to nobody. */
const giro = '0000503';

/** v7 gives one text as a text; v8 always a list. */
function remittance(version: Version, { lines, text, structured }: Story) {
	const texts = lines ?? [text ?? structured?.reference ?? []].flat();
	if (texts.length === 0) return {};
	if (version === 'v7' && texts.length === 1) {
		return { remittanceInformationUnstructured: texts[0] };
	}
	return { remittanceInformationUnstructuredArray: texts };
}

/** v7: `7,6543`; v8: `7.654300`. */
const rateText = (version: Version, rate: string): string =>
	version === 'v8' ? Number(rate).toFixed(6) : Number(rate).toFixed(4).replace('.', ',');
