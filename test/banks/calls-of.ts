import type { Call } from '../../lib/profile/call';
import type { BankProfile } from '../../lib/profile/profile';

interface Placed {
	readonly operation: string;
	readonly at: Call<unknown>['at'];
}

/** Every call of a profile that is none of the reading ones, with the host that it goes to. */
export function callsOf({ logins, renewal, consent, choices = [] }: BankProfile): Placed[] {
	const calls: readonly (Placed | undefined)[] = [
		...logins
			.flatMap(({ steps }) => steps)
			.flatMap((step): readonly (Placed | undefined)[] => {
				if ('call' in step) return [step.call];
				return 'look' in step ? [step.order, step.look, step.picture] : [];
			}),
		renewal?.call,
		consent?.status,
		consent?.revoke,
		...choices.map(({ options }) => ('ask' in options ? options : undefined)),
	];
	return calls.filter((call) => call !== undefined);
}
