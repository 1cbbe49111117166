import type { Counterparty } from '../../models/transaction';
import { chooseCounterparty } from './counterparty';
import { type Around, directed, type Unsigned } from './direction';
import { type Party, sidesOf } from './parties';

/** A row before it is told which way its money went and who is at the other end. */
export interface FlowFields extends Unsigned {
	readonly creditor: Party;
	readonly debtor: Party;
}

export interface Flow {
	/** From the account's view: negative for money out. */
	readonly amount: string;
	readonly counterparty: Counterparty | undefined;
}

/** Each is evidence for the other. */
export function readFlow(row: FlowFields, around: Around): Flow {
	const sides = sidesOf(row.creditor, row.debtor, around.own);
	const amount = directed(row, sides, around);
	const { own, neighbours } = around;
	const counterparty = chooseCounterparty(amount, sides, {
		own,
		isHolderName: (name) => neighbours.isHolder(name),
		isReturned: () => row.returned() !== undefined || row.isCalledReturned(),
	});
	return { amount, counterparty };
}
