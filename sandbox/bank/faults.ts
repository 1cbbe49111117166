import { z } from 'zod/v4';
import { reasons } from '../kit/refused';

export const faultKinds = [
	'refused',
	'status',
	'429',
	'429-retry-after',
	'access-exceeded',
	'slow',
	'cut',
	'wrong-json',
	'wrong-shape',
	'html',
	'redirect',
	'repeat-next-link',
	'empty-page-with-next',
	'foreign-next-link',
	'endless-pages',
] as const;

export const faultSchema = z.strictObject({
	match: z
		.strictObject({
			endpoint: z.string().optional(),
			account: z.string().optional(),
			method: z.string().optional(),
		})
		.default({}),
	kind: z.enum(faultKinds),
	/** How many calls it hits. */
	times: z.number().int().positive().default(1),
	/** How many matching calls it lets pass first. */
	skip: z.number().int().nonnegative().default(0),
	params: z
		.strictObject({
			/** For `refused`: any of them, in the bank's own words. */
			reason: z.enum(reasons).optional(),
			/** For `status`, `html`. */
			status: z.number().int().min(300).max(599).optional(),
			/** Code of the tppMessages of a `status`. */
			code: z.string().optional(),
			/** For `slow`. */
			ms: z.number().int().positive().optional(),
			/** For `429-retry-after`: seconds, or the instant as an HTTP date. */
			seconds: z.number().int().nonnegative().optional(),
			date: z.string().optional(),
			/** For `cut`: how much of the answer gets through before; 0: not even a header. */
			bytes: z.number().int().nonnegative().optional(),
			/** For `foreign-next-link` and `redirect`. */
			origin: z.url().optional(),
		})
		.default({}),
});

export type Fault = z.infer<typeof faultSchema>;

export interface FaultedCall {
	readonly endpoint: string;
	readonly method: string;
	readonly account?: string;
}

/** These change the pages of a listing and fit nothing else. */
const pageFaults: ReadonlySet<Fault['kind']> = new Set([
	'repeat-next-link',
	'empty-page-with-next',
	'foreign-next-link',
	'endless-pages',
]);

declare module 'fastify' {
	interface FastifyRequest {
		/** The fault that hit this call. */
		fault: Fault | undefined;
	}
}

export class Faults {
	private queue: Fault[] = [];

	add(fault: Fault): void {
		this.queue.push({ ...fault });
	}

	/** The oldest fault that fits the call and still has hits left. */
	take(call: FaultedCall): Fault | undefined {
		for (const fault of this.queue) {
			const { endpoint, account, method } = fault.match;
			const fits =
				(!pageFaults.has(fault.kind) || call.endpoint === 'transactions') &&
				(endpoint ?? call.endpoint) === call.endpoint &&
				(account ?? call.account) === call.account &&
				(method ?? call.method).toUpperCase() === call.method;
			if (!fits) continue;
			if (fault.skip > 0) {
				fault.skip -= 1;
				continue;
			}
			fault.times -= 1;
			if (fault.times === 0) this.queue = this.queue.filter((other) => other !== fault);
			return fault;
		}
		return undefined;
	}

	pending(): readonly Fault[] {
		return this.queue;
	}

	clear(): void {
		this.queue = [];
	}
}
