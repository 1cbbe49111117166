import { compare, type Money } from '../../models/money';
import {
	readMoneyBeside,
	readRateBeside,
	recordOf,
	type Remarks,
} from '../../standards/kit/fields';
import { at, type Fields, list, textIn } from './document';

/** What was instructed, and what it was on its way: banks fill one or the other. */
const kinds = ['InstdAmt', 'TxAmt', 'CntrValAmt'] as const;

/**
 * What was paid where another amount was booked: in another currency, under whichever name the bank has it; in the
 * account's own, before charges or of the payment that came back.
 */
export function instructedAmount(
	details: Fields | undefined,
	booked: Money,
	remarks: Remarks,
): Money | undefined {
	const written = [
		...kinds.map((kind) => [`AmtDtls.${kind}.Amt`, at(details, 'AmtDtls', kind)?.['Amt']] as const),
		['Amt', details?.['Amt']] as const,
	];
	const amounts = written.map(([field, element]) => {
		const money = { amount: textIn(element), currency: recordOf(element)?.['@Ccy'] };
		return readMoneyBeside(element === undefined ? undefined : money, field, remarks);
	});
	const foreign = amounts.find(
		(money) => money !== undefined && money.currency !== booked.currency,
	);
	const [instructed] = amounts;
	const isOther =
		instructed !== undefined && compare(instructed.amount, booked.amount.replace('-', '')) !== 0;
	return foreign ?? (isOther ? instructed : undefined);
}

/** Banks hang it on whichever amount they converted. */
export function exchangeRate(details: Fields | undefined, remarks: Remarks): string | undefined {
	for (const kind of kinds) {
		for (const exchange of list(at(details, 'AmtDtls', kind)?.['CcyXchg'])) {
			const field = `AmtDtls.${kind}.CcyXchg.XchgRate`;
			const rate = readRateBeside(textIn(exchange['XchgRate']), field, remarks);
			if (rate !== undefined) return rate;
		}
	}
	return undefined;
}
