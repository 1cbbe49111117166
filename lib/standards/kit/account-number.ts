import { type AccountNumber, toAccountNumber } from '../../models/account';
import { present } from '../../models/present';
import { recordOf, textOf } from './fields';

const none: AccountNumber = {};

/** An account reference: `{ iban | bban | pan | … }`, or the bare number. */
export function accountNumberOf(reference: unknown): AccountNumber {
	if (reference === undefined || reference === null) return none;
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
