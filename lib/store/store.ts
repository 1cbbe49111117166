/**
 * The one place for state that several executions, workers or copies of this package share:
 * refresh lease, read budget, cache, trigger state. Never tokens. Values are small strings.
 */
export interface Store {
	get(key: string): Promise<string | undefined>;
	/** `ttlMs` absent: kept until deleted. */
	set(key: string, value: string, ttlMs?: number): Promise<void>;
	delete(key: string): Promise<void>;
	/**
	 * Atomically replaces `expected` (`undefined`: no live value) by `next` (`undefined`: delete).
	 * False when somebody else was faster; nothing is written then.
	 */
	compareAndSet(
		key: string,
		expected: string | undefined,
		next: string | undefined,
		ttlMs?: number,
	): Promise<boolean>;
}
