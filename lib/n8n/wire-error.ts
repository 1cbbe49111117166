import { AxiosError, isCancel } from 'axios';

/** The network's code hides in different depths; the client judges by `code` alone. */
export function asAxiosError(error: unknown, config: AxiosError['config']): unknown {
	if (isCancel(error)) return error;
	const message =
		isObject(error) && typeof error.message === 'string'
			? error.message
			: 'The request could not be sent';
	const wrapped = new AxiosError(message, codeOf(error) ?? AxiosError.ERR_NETWORK, config);
	wrapped.cause = error instanceof Error ? error : new Error(message);
	return wrapped;
}

const refusals: ReadonlySet<unknown> = new Set(['SsrfBlockedIpError', 'SsrfBlockedHostnameError']);

function codeOf(error: unknown): string | undefined {
	for (let inner = error, depth = 0; isObject(inner) && depth < 4; depth += 1) {
		// One code for both: what the user must change is n8n's list.
		if (refusals.has(inner.name)) return 'SsrfBlockedIpError';
		if (inner.name === 'AbortError') return inner.name;
		if (typeof inner.code === 'string') return inner.code;
		inner = inner.cause;
	}
	return undefined;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null;
