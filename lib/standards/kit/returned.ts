/*
 * A payment that came back: an unpaid direct debit, a transfer that could not be credited. ISO 20022 leaves its
 * parties in the roles that they had the first time, so neither the direction nor the counterparty follows from them.
 */

export interface Returned {
	/** Whether money left the account by this, where its code tells who sent the first payment. */
	readonly isOut?: boolean;
}

/** ISO 20022 sub-families: unpaid, refunded and recalled direct debits, returned and recalled transfers. */
const subFamily = /\b(?:UPDD|PRDD|RCDD|RRTN|RPCR)\b/;

/** The families whose first payment left the account, and whose reached it. `RCDT` is either at banks: what came back is received, too. */
const [firstOut, firstIn] = [/\b(?:ICDT|IRCT|RDDT)\b/, /\bIDDT\b/];

/** Open Banking UK spells ISO's names out: `ReversalDueToPaymentReturn`. */
const spelledOut = /reversal\s?due\s?to|unpaid\s?direct\s?debit/i;

/** SWIFT's returned item. */
const returnedItem = /\bN?RTI\b/;

/** German transaction codes (DFÜ agreement, annex 3) inside `NRTI+109+00931`; returned debits, then what came back to the payer. */
const [germanOut, germanIn] = [/\+(?:108|109|110|111)\+/, /\+(?:159|181|182|183|184)\+/];

/** One look at most codes: none of the above is in them. */
const anyOfThem = /UPDD|PRDD|RCDD|RRTN|RPCR|\+1[0158]\d\+|reversal|unpaid|RTI/i;

/** What a bank transaction code says, the ISO one or the bank's own. */
export function returnedBy(code: string | undefined): Returned | undefined {
	if (code === undefined || !anyOfThem.test(code)) return undefined;
	if (subFamily.test(code)) {
		if (firstOut.test(code)) return { isOut: false };
		return firstIn.test(code) ? { isOut: true } : {};
	}
	if (germanOut.test(code)) return { isOut: true };
	if (germanIn.test(code)) return { isOut: false };
	return spelledOut.test(code) || returnedItem.test(code) ? {} : undefined;
}

/** Words that banks write on nothing but returns. A payer's own `Retoure` or `return` may mean goods. */
const words =
	/\br(?:ü|ue)ck(?:lastschrift|(?:ü|ue)berweisung|l(?:ä|ae)ufer|buchung)|\blastschrift(?:r(?:ü|ue)ckgabe|retoure)|\b(?:sepa-)?(?:ü|ue)berweisungsr(?:ü|ue)ckgabe|\b(?:unpaid|returned) (?:direct debit|payment|(?:credit )?transfer)|\b(?:rejet|retour) (?:de )?(?:pr[ée]l[èe]vement|virement)|\b(?:pr[ée]l[èe]vement|virement) (?:rejet[ée]|impay[ée]|retourn[ée])|\bdevoluci[óo]n (?:de )?(?:recibo|adeudo|transferencia)|\bstorno (?:sdd|addebito|bonifico)|\binsoluto\b|\bzwrot przelewu|\bretur(?:nerad)? (?:betalning|överföring|autogiro)/i;

export const isCalledReturned = (text: string | undefined): boolean =>
	text !== undefined && words.test(text);
