const cut: ReadonlySet<string | undefined> = new Set(['ECONNRESET', 'EPIPE']);

/**
 * Many servers say no to a client certificate, or to none, by cutting the connection without a word, as networks do,
 * too. It is about the certificate where the server never answered: at once for what is not asked twice, for what is
 * only read at the second time.
 */
export class Cuts {
	readonly #answered = new Set<string>();
	readonly #cut = new Set<string>();

	/** The origin is in order: what comes later is the network's. */
	answered(origin: string): void {
		this.#answered.add(origin);
	}

	/** `code`: of the failure that came instead of an answer. */
	isAboutCertificate(origin: string, method: string, code: string | undefined): boolean {
		if (!cut.has(code) || !origin.startsWith('https:') || this.#answered.has(origin)) return false;
		if (method !== 'GET' || this.#cut.has(origin)) return true;
		this.#cut.add(origin);
		return false;
	}
}
