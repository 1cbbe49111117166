import type { Execution } from '../../../scripts/n8n/api';
import type { Stage } from './stage';
import { totalsOfLedger, type Totals } from './workbook';

/** What the bank's own books say of the period that it was asked for first; without an end it reaches to the run's day. */
export async function bankTotals(
	{ admin, bank }: Pick<Stage, 'admin' | 'bank'>,
	person: string,
	execution: Execution,
	accounts = execution.output('Accounts'),
): Promise<Totals> {
	const asked = (await admin.urls()).find((address) => address.includes('/transactions?'));
	const period = new URL(asked ?? '', bank.url).searchParams;
	const ledger = await admin.ledger(
		person,
		period.get('dateFrom') ?? period.get('date_from') ?? '',
		period.get('dateTo') ?? period.get('date_to') ?? execution.startedAt.slice(0, 10),
	);
	return totalsOfLedger(ledger, accounts);
}
