import { decimal, shortDecimal } from '../../data/amount';
import type { AccountBook, Row } from '../../data/book';
import { dateOf } from '../../data/calendar';
import type { Story } from '../../data/stories';
import { has, type Aspsp } from './aspsps';

export interface Shown {
	readonly book: AccountBook;
	readonly aspsp: Aspsp;
	/** The day on which the reading began. */
	readonly today: number;
}

/** A row as the API gives it: unsigned, with an indicator; what the bank doesn't know is null. */
export function transactions(row: Row, shown: Shown, status: 'BOOK' | 'PDNG') {
	const { currency, story, minor } = row;
	const short = story.shortAmount === true;
	const first = {
		entry_reference: reference(row, shown, status),
		merchant_category_code: story.code.startsWith('PMNT-CCRD') ? '5999' : null,
		transaction_amount: {
			currency,
			amount: (short ? shortDecimal : decimal)(Math.abs(minor), currency),
		},
		...parties(row, shown),
		bank_transaction_code: transactionCode(story),
		credit_debit_indicator: minor < 0 ? 'DBIT' : 'CRDT',
		status,
		...dates(row, shown, status),
		balance_after_transaction:
			row.balanceAfter === undefined || status === 'PDNG'
				? null
				: { currency, amount: decimal(row.balanceAfter, currency) },
		reference_number: story.structured?.reference ?? null,
		reference_number_schema: story.structured === undefined ? null : schemaOf(story.structured),
		remittance_information: remittance(row, shown),
		debtor_account_additional_identification: null,
		creditor_account_additional_identification: null,
		exchange_rate: exchangeRate(row),
		note: null,
		transaction_id: null,
	};
	const twice = status === 'BOOK' && row.ordinal % 5 === 0 && has(shown.aspsp, 'rows-twice');
	return twice ? [first, { ...first, entry_reference: `X${row.ordinal.toString(36)}` }] : [first];
}

function reference(row: Row, shown: Shown, status: 'BOOK' | 'PDNG'): string | null {
	const { aspsp, book, today } = shown;
	const { bookingDay: day } = row;
	if (status === 'PDNG') return has(aspsp, 'zero-references') ? '0' : null;
	if (has(aspsp, 'no-references')) return null;
	const place = (): number => row.ordinal - book.bookedBetween(today, day, day).from;
	if (has(aspsp, 'late-references')) return day === today ? null : `${dateOf(day)}.${place()}`;
	if (has(aspsp, 'shifting-references')) {
		return `${dateOf(day)}-${place() + (today - day < 1 ? 0 : 1)}`;
	}
	return row.story.references === 'own' ? (row.entryReference ?? null) : null;
}

function dates({ bookingDay, valueDay }: Row, { aspsp, today }: Shown, status: 'BOOK' | 'PDNG') {
	if (status === 'BOOK') {
		return {
			booking_date: dateOf(bookingDay),
			value_date: dateOf(valueDay),
			transaction_date: dateOf(bookingDay),
		};
	}
	const known = !has(aspsp, 'undated-pending');
	return {
		booking_date: null,
		value_date: null,
		transaction_date: known ? dateOf(today) : null,
	};
}

const isCard = ({ code }: Story): boolean => code.startsWith('PMNT-CCRD');

function parties({ story, minor }: Row, { aspsp, book }: Shown) {
	const hidden = isCard(story) && has(aspsp, 'shop-in-text');
	const other = hidden ? undefined : story.counterparty;
	const theirs = party(other?.name, other?.iban);
	const own = party(book.owner.name, book.plan.iban);
	const [creditor, debtor] = minor < 0 ? [theirs, own] : [own, theirs];
	return {
		creditor: creditor.party,
		creditor_account: creditor.account,
		creditor_agent: null,
		debtor: debtor.party,
		debtor_account: debtor.account,
		debtor_agent: null,
	};
}

const party = (name: string | undefined, iban: string | undefined) => ({
	party:
		name === undefined
			? null
			: {
					name,
					postal_address: null,
					organisation_id: null,
					private_id: null,
					contact_details: null,
				},
	account: iban === undefined ? null : { iban, other: null },
});

/** `PMNT-CCRD-POSD`: domain, family and sub-family. */
function transactionCode({ code }: Story) {
	const [, family = null, sub = null] = code.split('-');
	return { description: null, code: family, sub_code: sub };
}

/** A Swedish OCR number goes over Bankgirot. */
const schemaOf = ({ type }: { readonly type: string }): 'INTL' | 'SEBG' =>
	type === 'SCOR' ? 'INTL' : 'SEBG';

function remittance({ story }: Row, { aspsp }: Shown): string[] {
	const { text, lines = [], structured, counterparty } = story;
	const shop =
		isCard(story) && has(aspsp, 'shop-in-text') && counterparty?.name !== undefined
			? [`PURCHASE ${counterparty.name}`]
			: [];
	return [
		...(structured === undefined ? [] : [structured.reference]),
		...(text === undefined ? [] : [text]),
		...lines,
		...shop,
	];
}

function exchangeRate({ story: { foreign }, minor }: Row) {
	if (foreign === undefined) return null;
	const abroad = Math.round(Math.abs(minor) / Number(foreign.rate));
	return {
		unit_currency: foreign.currency,
		exchange_rate: foreign.rate,
		rate_type: 'SPOT',
		contract_identification: null,
		instructed_amount: { currency: foreign.currency, amount: decimal(abroad, foreign.currency) },
	};
}
