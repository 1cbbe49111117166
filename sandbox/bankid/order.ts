import { randomUUID } from 'node:crypto';
import type { Person } from '../data/people';
import type { QrSecrets } from './qr';

export const pendingHints = [
	'outstandingTransaction',
	'noClient',
	'started',
	'userMrtd',
	'userSign',
	'processing',
] as const;

export const failureHints = [
	'expiredTransaction',
	'certificateErr',
	'userCancel',
	'cancelled',
	'startFailed',
	'notSupportedByUserApp',
	'transactionRiskBlocked',
] as const;

export interface Order extends QrSecrets {
	readonly orderRef: string;
	readonly autoStartToken: string;
	/** The bank that asks, as the app shows it. */
	readonly askedBy: string;
	/** Epoch milliseconds. */
	readonly madeAt: number;
	/** The person that the relying party says is going to log in. */
	readonly expected: Person | undefined;
	status: 'pending' | 'failed' | 'complete';
	/** BankID's own word for where the order stands; absent when complete. Tests may set unknown ones. */
	hintCode: string | undefined;
	/** Whose BankID the phone uses. */
	person: Person | undefined;
}

export function newOrder(madeAt: number, expected: Person | undefined, askedBy: string): Order {
	return {
		orderRef: randomUUID(),
		autoStartToken: randomUUID(),
		qrStartToken: randomUUID(),
		qrStartSecret: randomUUID(),
		askedBy,
		madeAt,
		expected,
		status: 'pending',
		hintCode: 'outstandingTransaction',
		person: undefined,
	};
}

export const isUnopened = ({ status, hintCode }: Order): boolean =>
	status === 'pending' && (hintCode === 'outstandingTransaction' || hintCode === 'noClient');
