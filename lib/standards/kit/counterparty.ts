import { isNegative } from '../../models/money';
import { present } from '../../models/present';
import type { Counterparty } from '../../models/transaction';
import { hasNumber, type OwnAccount } from './own-account';
import { isForeign, isGiven, type Side, type Sides } from './parties';
import { sameName } from './same-name';

/** What a row's own fields don't say. Asked only where it matters. */
export interface Evidence {
	readonly own: OwnAccount;
	readonly isHolderName: (name: string) => boolean;
	readonly isReturned: () => boolean;
}

/**
 * The other party, chosen by direction: money out went to the creditor, money in came from the debtor; in a payment
 * that came back (`isReturned`) the other way round. Its holder is never shown: a side that is ours, by number or by
 * the holder's name, gives way to the other, which is believed where it is named and its number shows that it is not
 * ours. Where both sides are ours, or the wanted one is alone, a name under the account's own number is a pot's or
 * a space's.
 */
export function chooseCounterparty(
	amount: string,
	{ creditor, debtor }: Sides,
	{ own, isHolderName, isReturned }: Evidence,
): Counterparty | undefined {
	const isOut = isNegative(amount);
	const usual = isOut ? creditor : debtor;
	const unusual = isOut ? debtor : creditor;
	const isTurned = isSwapped(usual, unusual, own, isReturned);
	const wanted = isTurned ? unusual : usual;
	const other = isTurned ? usual : unusual;
	// By the name alone only where no number says otherwise.
	const isHolder = ({ name, number, isOwn }: Side) =>
		name !== undefined && (isOwn || !hasNumber(number)) && isHolderName(name);
	if (isHolder(wanted)) {
		const isSomebody = isGiven(other) && !other.isOwn && !isHolder(other);
		return isSomebody ? toCounterparty(other) : undefined;
	}
	const isOtherForeign = !other.isOwn && isForeign(other, own);
	if (isOtherForeign && (wanted.isOwn || !isGiven(wanted))) return toCounterparty(other);
	if (wanted.isOwn) return potUnder(wanted, other);
	return isGiven(wanted) ? toCounterparty(wanted) : undefined;
}

/** Asked last, for it is dear: the code and the text tell a return. A number that isn't ours outweighs the role. */
const isSwapped = (usual: Side, unusual: Side, own: OwnAccount, isReturned: () => boolean) =>
	isGiven(unusual) &&
	!unusual.isOwn &&
	!(isForeign(usual, own) && !isForeign(unusual, own)) &&
	isReturned();

/** Two sides of one name are the account itself; a name of its own is a pot's. */
function potUnder(wanted: Side, other: Side): Counterparty | undefined {
	if (wanted.name === undefined) return undefined;
	const isUnnamed = other.isOwn && sameName(wanted.name, other.name);
	return { ...toCounterparty(isUnnamed ? { ...wanted, name: undefined } : wanted), isOwn: true };
}

function toCounterparty({ name, source, number }: Side): Counterparty {
	if (name !== undefined && !hasNumber(number)) return { name, source };
	return present<Counterparty>({
		name,
		iban: number.iban,
		bban: number.bban ?? number.maskedPan,
		source: name === undefined ? undefined : source,
	});
}
