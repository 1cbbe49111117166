import type { SandboxOptions } from '../../sandbox';
import { openConnected, type Connected } from './connected';
import { openRelay, type Relay } from './relay';

type RunOptions = Parameters<Connected['run']>[3];

const listing = { accounts: 'all', period: 'lastDays', days: 80, bookingStatus: 'booked' };

export interface BehindRelay extends Connected {
	/** Counts the connections that n8n makes to the bank's API. */
	readonly relay: Relay;
	/** Reads all of one person's transactions in pages of two. */
	readTransactions(credential: string, options?: RunOptions): ReturnType<Connected['run']>;
	/** The same into a file, in the thread that an export straight from the bank has. */
	exportTransactions(credential: string, options?: RunOptions): ReturnType<Connected['run']>;
}

/** Everything of `openConnected`, with a counter in front of the bank. `host` is how n8n is told to call it. */
export async function openBehindRelay(
	host: 'localhost' | '127.0.0.1' = '127.0.0.1',
	options: SandboxOptions = {},
): Promise<BehindRelay> {
	const at = await openConnected({ transactions: 40, quotaPerDay: 100, ...options });
	await at.bank.admin('/settings', { pageSize: 2 });
	const relay = await openRelay({ to: Number(new URL(at.bank.base).port) });
	process.env.PSD2_SANDBOX_BANK_SANDBOX_API_URL = `http://${host}:${relay.port}/berlin-group`;
	return {
		...at,
		relay,
		readTransactions: (credential, run) => at.run('Psd2Transactions', credential, listing, run),
		exportTransactions: (credential, run) =>
			at.run('Psd2ExcelExport', credential, { ...listing, source: 'bank', format: 'csv' }, run),
		close: async () => {
			await relay.close();
			await at.close();
		},
	};
}
