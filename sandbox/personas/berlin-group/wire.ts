import { decimal, shortDecimal } from '../../data/amount';
import type { AccountBook, Row } from '../../data/book';
import { dateOf } from '../../data/calendar';
import { bic } from '../../data/people';
import type { Story } from '../../data/stories';

const money = (minor: number, currency: string, short = false) => ({
	currency,
	amount: short ? shortDecimal(minor, currency) : decimal(minor, currency),
});

/** `XXX` stands for an account of several currencies. */
const currencyOf = ({ plan }: AccountBook): string =>
	plan.currencies.length > 1 ? 'XXX' : plan.currencies[0];

export function accountReference(book: AccountBook) {
	const { iban, bban, maskedPan } = book.plan;
	return {
		...(iban !== undefined && { iban }),
		...(bban !== undefined && { bban }),
		...(maskedPan !== undefined && { maskedPan }),
		currency: currencyOf(book),
	};
}

export function accountDetails(
	book: AccountBook,
	base: string,
	may: { readonly balances: boolean; readonly transactions: boolean },
) {
	const { plan, owner, resourceId } = book;
	const self = `${base}/v1/accounts/${resourceId}`;
	return {
		resourceId,
		...accountReference(book),
		name: plan.name,
		product: plan.product,
		cashAccountType: plan.type,
		status: plan.status ?? 'enabled',
		...(plan.iban !== undefined && { bic }),
		usage: 'PRIV',
		ownerName: owner.name,
		_links: {
			...(may.balances && { balances: { href: `${self}/balances` } }),
			...(may.transactions && { transactions: { href: `${self}/transactions` } }),
		},
	};
}

export function balances(book: AccountBook, today: number) {
	const card = book.plan.type === 'CARD';
	return book.plan.currencies.flatMap((currency) => {
		const booked = book.bookedBalance(today, currency);
		const { held, expected } = pendingSums(book, today, currency);
		return [
			{
				balanceType: card ? 'nonInvoiced' : 'closingBooked',
				balanceAmount: money(booked, currency),
				referenceDate: dateOf(today),
				lastChangeDateTime: `${dateOf(today)}T00:00:00Z`,
			},
			{
				balanceType: 'interimAvailable',
				balanceAmount: money(booked + held + (card ? 5_000_000 : 0), currency),
				creditLimitIncluded: card,
			},
			{
				balanceType: 'expected',
				balanceAmount: money(booked + expected, currency),
				referenceDate: dateOf(today),
			},
		];
	});
}

function pendingSums(book: AccountBook, today: number, currency: string) {
	let held = 0;
	let expected = 0;
	const { from, to } = book.pending(today);
	for (let ordinal = from; ordinal < to; ordinal += 1) {
		if (book.currency(ordinal) !== currency) continue;
		const minor = book.minor(ordinal);
		expected += minor;
		if (minor < 0) held += minor;
	}
	return { held, expected };
}

export function bookedRow(row: Row) {
	const { transactionId, entryReference, balanceAfter, currency } = row;
	return {
		...(transactionId !== undefined && { transactionId }),
		...(entryReference !== undefined && { entryReference }),
		bookingDate: dateOf(row.bookingDay),
		valueDate: dateOf(row.valueDay),
		...payment(row),
		...(balanceAfter !== undefined && {
			balanceAfterTransaction: {
				balanceType: 'interimBooked',
				balanceAmount: money(balanceAfter, currency),
			},
		}),
	};
}

/** Not booked yet: no references and no booking date, sometimes an expected value date. */
export function pendingRow(row: Row) {
	return {
		...(row.ordinal % 2 === 0 && { valueDate: dateOf(row.valueDay) }),
		...payment(row),
	};
}

function payment({ story, minor, currency, bookingDay }: Row) {
	const { text, lines, structured, endToEndId, mandateId, creditorId, batch, foreign } = story;
	return {
		transactionAmount: money(minor, currency, story.shortAmount),
		...counterparty(story),
		...(text !== undefined && { remittanceInformationUnstructured: text }),
		...(lines !== undefined && { remittanceInformationUnstructuredArray: lines }),
		...(structured !== undefined && {
			remittanceInformationStructured: {
				reference: structured.reference,
				referenceType: structured.type,
			},
		}),
		...(endToEndId !== undefined && { endToEndId }),
		...(mandateId !== undefined && { mandateId }),
		...(creditorId !== undefined && { creditorId }),
		...(foreign !== undefined && {
			currencyExchange: [
				{
					sourceCurrency: foreign.currency,
					exchangeRate: foreign.rate,
					unitCurrency: foreign.currency,
					targetCurrency: currency,
					quotationDate: dateOf(bookingDay),
				},
			],
		}),
		...(batch !== undefined && {
			batchIndicator: true,
			batchNumberOfTransactions: batch,
			entryDetails: batchParts(minor, batch).map((part) => ({
				transactionAmount: money(part, currency),
			})),
		}),
		bankTransactionCode: story.code,
	};
}

function counterparty({ direction, counterparty: other }: Story) {
	if (other === undefined) return {};
	const role = direction === 'out' ? 'creditor' : 'debtor';
	return {
		...(other.name !== undefined && { [`${role}Name`]: other.name }),
		...(other.iban !== undefined && { [`${role}Account`]: { iban: other.iban } }),
	};
}

function batchParts(minor: number, count: number): number[] {
	const part = Math.trunc(minor / count);
	return Array.from({ length: count }, (_, index) =>
		index === 0 ? minor - part * (count - 1) : part,
	);
}
