import { isNegative, isZero, negate } from '../../models/money';
import type { TransactionStatus } from '../../models/transaction';
import { unreadable } from '../../models/unreadable';
import { isAbsent } from './fields';
import { withIndicator } from './indicators';
import type { Neighbours } from './neighbours';
import type { OwnAccount } from './own-account';
import { namedAlone, partiesSay, type PartiesSay, type Sides } from './parties';
import type { Returned } from './returned';

/*
 * Which way the money of a row went. In this order, the first that tells:
 *
 * 1. The debit/credit indicator. A credit of a negative amount is refused.
 * 2. A sign that the bank wrote. Nobody writes a minus before money that came in; parties that say otherwise are those
 *    of a payment that came back, or stand on the wrong sides.
 * 3. The parties, held against the account's own numbers. Where they say that money left and no minus was written,
 *    either the bank doesn't sign or the payment came back. It came back where its code or text says so, and where the
 *    same answer has the minus on rows like it; else it left. A row that names only one side yields to any minus.
 * 4. No sign at all, in a family that signs its amounts or at a bank that is seen to: money that came in.
 *
 * What none of them tells is refused, the field of the indicator named.
 */

/** A row as far as its direction goes. */
export interface Unsigned {
	/** Parsed. */
	readonly amount: string;
	/** As the bank wrote it, with a plus perhaps. */
	readonly written: unknown;
	readonly indicator: unknown;
	readonly indicatorPath: string;
	readonly status: TransactionStatus;
	/** What its codes say of a return, and whether its text does. Asked only where it matters. */
	readonly returned: () => Returned | undefined;
	readonly isCalledReturned: () => boolean;
	/** Of a plan that names nobody apart: a standing order pays. */
	readonly isStandingOrder?: boolean;
}

/** What the answer around a row tells. */
export interface Around {
	readonly own: OwnAccount;
	readonly neighbours: Neighbours;
	/** Whether the standard's amounts carry the sign: money out is negative. */
	readonly isSigned: boolean;
}

/** The amount from the account's view: negative for money out. */
export function directed(row: Unsigned, sides: Sides, around: Around): string {
	const { amount, indicator } = row;
	if (!isAbsent(indicator)) return withIndicator(amount, indicator, row.indicatorPath);
	if (isNegative(amount) || isZero(amount) || hasPlus(row.written)) return amount;
	const isOut = isMoneyOut(row, sides, around);
	if (isOut === undefined)
		throw unreadable(row.indicatorPath, 'is missing, and nothing else tells');
	return isOut ? negate(amount) : amount;
}

function isMoneyOut(row: Unsigned, sides: Sides, around: Around): boolean | undefined {
	const { neighbours, isSigned } = around;
	const told = toldOf(row, sides, around);
	if (told?.isOut === false) return false;
	if (told === undefined) {
		// Berlin Group's own example of a standing order has no sign (1.3.11): plans have to tell otherwise.
		const isPlainCredit = isSigned && row.status !== 'information';
		return isPlainCredit || neighbours.signs(row.status).minus ? false : undefined;
	}
	const { minus, minusOfOwnDebtor } = neighbours.signs(row.status);
	return !(told.isProof ? minusOfOwnDebtor : minus);
}

function toldOf(row: Unsigned, sides: Sides, { own, isSigned }: Around): PartiesSay | undefined {
	const returned = row.returned();
	if (returned !== undefined) return codeSays(returned);
	const said = saidOf(row, sides, own);
	// Where the sign tells, and agrees, nobody need read the text.
	const isDoubtful = said?.isOut === true || (said !== undefined && !isSigned);
	return isDoubtful && row.isCalledReturned() ? undefined : said;
}

function saidOf(row: Unsigned, sides: Sides, own: OwnAccount) {
	const said = partiesSay(sides, own);
	if (said !== undefined || row.status !== 'information') return said;
	return namedAlone(sides) ?? (row.isStandingOrder === true ? weakly(true) : undefined);
}

const codeSays = ({ isOut }: Returned) => (isOut === undefined ? undefined : weakly(isOut));

const weakly = (isOut: boolean): PartiesSay => ({ isOut, isProof: false });

const hasPlus = (written: unknown): boolean =>
	typeof written === 'string' && written.trimStart().startsWith('+');
