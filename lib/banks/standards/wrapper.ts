import { recordOf } from './fields';

const wrappers = ['data', 'response', 'result', 'payload', 'body'] as const;

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

/** Nothing was found: what STET and others answer instead of an empty list. */
export const noContent = 204;
