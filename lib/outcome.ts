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

/**
 * The `code` of a Node error (`ENOENT`, `ECONNRESET`). Not by `instanceof`: n8n loads nodes in a context of
 * their own, where Node's errors are of another `Error`.
 */
export function errorCode(error: unknown): string | undefined {
	if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
	return typeof error.code === 'string' ? error.code : undefined;
}

/** The words of whatever was thrown, for masking: also of what is no Error, or an Error of another context. */
export function messageOf(error: unknown): string {
	const read = settleSync(() => {
		const isSpeaking = typeof error === 'object' && error !== null && 'message' in error;
		return String(isSpeaking ? error.message : error);
	});
	return 'value' in read ? read.value : 'unknown';
}
