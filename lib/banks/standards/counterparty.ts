import { type AccountNumber, toAccountNumber } from '../../models/account';
import { isNegative } from '../../models/money';
import { present } from '../../models/present';
import type { Counterparty } from '../../models/transaction';
import { recordOf, textOf } from './fields';

/** One side of a payment as the bank names it. */
export interface Party {
	readonly name?: string | undefined;
	readonly account?: unknown;
	/** The field the name was read from. */
	readonly source: string;
}

/**
 * The other party, chosen by direction: money out went to the creditor, money in came from the debtor, so
 * the account's own holder is never shown. Some banks fill the wrong side: the wrong one is believed only
 * where its account number proves that it is not ours.
 */
export function chooseCounterparty(
	amount: string,
	creditor: Party,
	debtor: Party,
	ownIban: string | undefined,
): Counterparty | undefined {
	const [expected, other] = isNegative(amount) ? [creditor, debtor] : [debtor, creditor];
	const expectedNumber = accountNumberOf(expected.account);
	const isOwn = ownIban !== undefined && expectedNumber.iban === ownIban;
	if (!isOwn && isNamed(expected, expectedNumber)) return toCounterparty(expected, expectedNumber);
	const otherNumber = accountNumberOf(other.account);
	const isProvenForeign =
		ownIban !== undefined && otherNumber.iban !== undefined && otherNumber.iban !== ownIban;
	return isProvenForeign ? toCounterparty(other, otherNumber) : undefined;
}

function isNamed(party: Party, number: AccountNumber): boolean {
	return party.name !== undefined || number.iban !== undefined || number.bban !== undefined;
}

function toCounterparty(party: Party, number: AccountNumber): Counterparty {
	return present<Counterparty>({
		name: party.name,
		iban: number.iban,
		bban: number.bban ?? number.maskedPan,
		source: party.name === undefined ? undefined : party.source,
	});
}

/** An account reference: `{ iban | bban | pan | … }`, or the bare number. */
export function accountNumberOf(reference: unknown): AccountNumber {
	const fields = recordOf(reference);
	if (fields === undefined) return toAccountNumber(textOf(reference));
	const number = toAccountNumber(textOf(fields['iban']));
	const other = toAccountNumber(otherNumberIn(fields));
	const card = textOf(fields['maskedPan']) ?? textOf(fields['pan']) ?? number.maskedPan;
	return present<AccountNumber>({
		iban: number.iban ?? other.iban,
		bban: textOf(fields['bban']) ?? number.bban ?? other.bban,
		maskedPan: card ?? other.maskedPan,
	});
}

// SEB v8 names Swedish giro numbers apart; openFinance and Enable Banking put the rest under `other`.
function otherNumberIn(fields: Readonly<Record<string, unknown>>): string | undefined {
	return (
		textOf(fields['bankgiroNumber']) ??
		textOf(fields['plusgiroNumber']) ??
		textOf(recordOf(fields['other'])?.['identification']) ??
		textOf(fields['identification']) ??
		textOf(fields['msisdn'])
	);
}
