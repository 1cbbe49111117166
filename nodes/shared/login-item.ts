import type { ConnectedAccount, LoginRecord } from '../../lib/login/record';
import { present } from '../../lib/models/present';
import { wordsFor } from '../Psd2BankLoginTrigger/page/words';
import type { LoginDesk } from './login-desk';

/** What a workflow gets to know of a login that is over. */
export interface LoginItem {
	readonly event: 'connected' | 'failed';
	/** Profile id. */
	readonly bank: string;
	readonly reference: string;
	/** Only with `failed`: see README, *Events*. */
	readonly reason?: string;
	/** Only with `failed`: for people. */
	readonly message?: string;
	/** Only with `connected`. */
	readonly accountCount?: number;
	readonly accounts?: readonly ConnectedAccount[];
	/** Last day of the consent, `YYYY-MM-DD`. */
	readonly validUntil?: string;
	/** Whether there was a login before it. */
	readonly isRenewal?: boolean;
	/** ISO 8601, UTC. */
	readonly startedAt: string;
}

export function loginItem(desk: Pick<LoginDesk, 'ground'>, record: LoginRecord): LoginItem {
	const { reference, state, accounts = [], validUntil, isRenewal } = record;
	const isConnected = state.phase === 'connected';
	const reason = isConnected ? undefined : (state.reason ?? 'refused');
	return present<LoginItem>({
		event: isConnected ? 'connected' : 'failed',
		bank: desk.ground.bank.id,
		reference,
		reason,
		message: reason && wordsFor(desk, record).failures[reason],
		accountCount: isConnected ? accounts.length : undefined,
		accounts: isConnected ? accounts : undefined,
		validUntil,
		isRenewal,
		startedAt: new Date(record.startedAt).toISOString(),
		...toCorrect(record),
	});
}

/** Who built the workflow reads what to correct in its credential. */
const toCorrect = ({ trouble }: LoginRecord) =>
	trouble && { message: [trouble.message, trouble.nextStep].filter(Boolean).join('. ') };
