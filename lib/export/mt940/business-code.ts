import { isNegative } from '../../models/money';
import type { TransactionLike } from '../source';

/** By ISO 20022 family: money out, money in. What goes against its family came back. */
const codes = {
	issuedTransfer: ['116', '159'],
	receivedTransfer: ['116', '166'],
	receivedDebit: ['105', '181'],
	issuedDebit: ['109', '171'],
	card: ['106', '166'],
} as const;

const families: ReadonlyMap<string, keyof typeof codes> = new Map([
	['ICDT', 'issuedTransfer'],
	['RCDT', 'receivedTransfer'],
	['RDDT', 'receivedDebit'],
	['IDDT', 'issuedDebit'],
	['CCRD', 'card'],
	['MCRD', 'card'],
]);

/**
 * Business transaction code (*Geschäftsvorfallcode*, DFÜ agreement annex 3) of a payment: the bank's own (`NTRF+166+931`),
 * else one of SEPA's, by which readers know that keywords follow. Never 999, which says that nothing is structured.
 */
export function businessCode({
	amount,
	bankTransactionCode = '',
	mandateId,
	creditorId,
}: TransactionLike): string {
	const [, own] = /^[NFS][A-Z0-9]{3}\+(\d{3})(?:\+|$)/.exec(bankTransactionCode) ?? [];
	if (own !== undefined && own !== '999') return own;
	const isOut = isNegative(amount);
	const isDebit = mandateId !== undefined || creditorId !== undefined;
	const [, family = ''] = bankTransactionCode.split('-');
	const kind =
		families.get(family) ??
		(isDebit
			? isOut
				? 'receivedDebit'
				: 'issuedDebit'
			: isOut
				? 'issuedTransfer'
				: 'receivedTransfer');
	const [out, into] = codes[kind];
	return isOut ? out : into;
}
