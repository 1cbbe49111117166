/** Holds refresh answers back until enough calls have been refused with 401. */
export class Barrier {
	private wanted = 0;
	private seen = 0;
	private endpoint: string | undefined;
	private release: (() => void) | undefined;
	private opened: Promise<void> = Promise.resolve();
	private guard: NodeJS.Timeout | undefined;

	/** `endpoint` absent: refusals of every endpoint count. Opens by itself after `timeoutMs`. */
	raise(wanted: number, endpoint: string | undefined, timeoutMs: number): void {
		this.lower();
		this.wanted = wanted;
		this.seen = 0;
		this.endpoint = endpoint;
		this.opened = new Promise((resolve) => {
			this.release = resolve;
		});
		this.guard = setTimeout(() => this.lower(), timeoutMs);
		this.guard.unref();
	}

	refused(endpoint: string): void {
		if (this.endpoint !== undefined && this.endpoint !== endpoint) return;
		this.seen += 1;
		if (this.seen >= this.wanted) this.lower();
	}

	passed(): Promise<void> {
		return this.opened;
	}

	state(): { wanted: number; seen: number; open: boolean } {
		return { wanted: this.wanted, seen: this.seen, open: this.release === undefined };
	}

	lower(): void {
		clearTimeout(this.guard);
		this.release?.();
		this.release = undefined;
	}
}
