import { recordOf } from './fields';

/** What gateways wrap an answer in. */
export const wrappers = ['data', 'response', 'result', 'payload', 'body'] as const;

/**
 * The standard's own object where a bank's gateway wraps it in another (`{ data: { accounts } }`), told by one of
 * the names it must have; else the body as it is.
 */
export function unwrapped(body: unknown, ...names: readonly string[]): unknown {
	const hasName = (fields: object) => names.some((name) => name in fields);
	const outside = recordOf(body);
	if (outside === undefined || hasName(outside)) return body;
	const inside = wrappers.map((name) => recordOf(outside[name]));
	return inside.find((fields) => fields !== undefined && hasName(fields)) ?? body;
}

/**
 * Balances as a list, under their own name: some banks send the only one without a list, others hang them on the
 * account, or in a wrapper. `amountField` tells a balance.
 */
export function withBalances(
	body: unknown,
	amountField: string,
): Readonly<Record<string, unknown>> | undefined {
	const fields = recordOf(unwrapped(body, 'balances', 'account'));
	if (fields === undefined) return undefined;
	const written = fields['balances'] ?? recordOf(fields['account'])?.['balances'];
	const isOnly = recordOf(written)?.[amountField] !== undefined;
	return { ...fields, balances: isOnly ? [written] : written };
}

/** Nothing was found: what STET and others answer instead of an empty list. */
export const noContent = 204;
