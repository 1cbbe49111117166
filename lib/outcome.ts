/** A failure as a value, so that judging it is ordinary code and not a `catch` block. */
export type Outcome<Value> = { readonly value: Value } | { readonly error: unknown };

export async function settle<Value>(work: PromiseLike<Value>): Promise<Outcome<Value>> {
	try {
		return { value: await work };
	} catch (error) {
		return { error };
	}
}

export function settleSync<Value>(work: () => Value): Outcome<Value> {
	try {
		return { value: work() };
	} catch (error) {
		return { error };
	}
}
