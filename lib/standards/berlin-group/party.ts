import { isAbsent, leftOut, recordOf, type Remarks, textOf } from '../kit/fields';
import type { Party } from '../kit/parties';

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = {
	creditor: { field: 'creditorName', account: 'creditorAccount', ultimate: 'ultimateCreditor' },
	debtor: { field: 'debtorName', account: 'debtorAccount', ultimate: 'ultimateDebtor' },
} as const;

/** The party itself, else who stands behind it. */
export function partyOf(booking: Fields, side: 'creditor' | 'debtor', remarks: Remarks): Party {
	const { field, account: accountField, ultimate } = fieldsOf[side];
	const account = booking[accountField];
	if (account !== undefined && isStray(account)) leftOut(accountField, remarks);
	const name = nameIn(booking, field, remarks) ?? nameIn(booking, side, remarks);
	return name === undefined
		? { name: nameIn(booking, ultimate, remarks), account, source: ultimate }
		: { name, account, source: field };
}

/** A name, or a party that has one (openFinance 2). */
function nameIn(booking: Fields, field: string, remarks: Remarks): string | undefined {
	const written = booking[field];
	if (written === undefined) return undefined;
	const text = textOf(written) ?? textOf(recordOf(written)?.['name']);
	if (text === undefined && isStray(written)) leftOut(field, remarks);
	return text;
}

/** Neither text nor an object. */
const isStray = (written: unknown): boolean =>
	!isAbsent(written) && recordOf(written) === undefined && textOf(written) === undefined;
