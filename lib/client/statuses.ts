import { BankError } from '../errors';
import type { TransactionStatus } from '../models/transaction';
import type { Limits } from '../profile/limits';
import type { BookingStatus } from '../profile/reading';
import type { BankClientOptions } from './options';

/** What else may be asked for, the nearest first: it has at least the rows that are wanted. */
const wider: Readonly<Record<BookingStatus, readonly BookingStatus[]>> = {
	booked: ['booked', 'both', 'all'],
	pending: ['pending', 'both', 'all'],
	both: ['both', 'all'],
	information: ['information', 'all'],
	all: ['all', 'both'],
};

const has: Readonly<Record<BookingStatus, readonly TransactionStatus[]>> = {
	booked: ['booked'],
	pending: ['pending'],
	both: ['booked', 'pending'],
	information: ['information'],
	all: ['booked', 'pending', 'information'],
};

export interface StatusChoice {
	/** What the bank is asked for. */
	readonly asked: BookingStatus;
	/** What of it is wanted; absent: all of it. */
	readonly wanted?: ReadonlySet<TransactionStatus>;
	/** What is wanted and can't be had. */
	readonly missing: readonly TransactionStatus[];
}

/** `undefined`: the bank has nothing of what is wanted. */
export function statusFor(
	wanted: BookingStatus,
	{ statuses }: Pick<Limits, 'statuses'>,
): StatusChoice | undefined {
	if (statuses === undefined || statuses.includes(wanted)) return { asked: wanted, missing: [] };
	const covering = wider[wanted].find((each) => statuses.includes(each));
	const asked =
		covering ?? statuses.find((each) => has[each].some((one) => has[wanted].includes(one)));
	if (asked === undefined) return undefined;
	return {
		asked,
		wanted: new Set(has[wanted]),
		missing: has[wanted].filter((each) => !has[asked].includes(each)),
	};
}

/** The same, of this bank: says what can't be had, and throws `invalid-input` where that is all. */
export function chosenStatus(
	{ bank, remark }: Pick<BankClientOptions, 'bank' | 'remark'>,
	wanted: BookingStatus,
): StatusChoice {
	const choice = statusFor(wanted, bank.limits);
	if (choice === undefined) {
		throw new BankError('invalid-input', `${bank.name} gives no ${wanted} transactions`, {
			bank: bank.name,
			field: 'bookingStatus',
			nextStep: 'Choose booked transactions',
		});
	}
	if (choice.missing.length > 0) {
		remark?.(
			`${bank.name} gives no ${choice.missing.join(' or ')} transactions: they are left out`,
		);
	}
	return choice;
}
