import type { AxiosAdapter } from 'axios';
import type { NodeEgressFilter } from 'n8n-workflow';
import { isEgressShaped } from '../config/egress';
import { createHttp } from '../http/http';
import type { Http } from '../http/port';
import { digestOfKeys, type TransportKeys } from '../keys/transport';
import { n8nAdapter, type Sender } from './adapter';
import { keptConnection } from './kept-connection';

export interface WireContext extends Sender {
	readonly helpers: Sender['helpers'] & {
		/** Not in n8n before 2.41. */
		getSecureEgressFilter?(): NodeEgressFilter;
	};
}

/** Plain data: it also goes to an export's thread. */
export interface WireOptions {
	/** Shown to the bank where it asks. */
	readonly keys?: TransportKeys | undefined;
	readonly mayAskForKeys?: boolean;
	readonly timeoutMs: number;
}

/** The wire of one context. */
export const n8nHttp = (context: WireContext, options: WireOptions): Http =>
	createHttp({ adapter: n8nWire(context, options.keys), ...options });

/**
 * One run of one node keeps its connections to itself, and all its items share them; those of other keys are others:
 * whoever is at the end of one knows its user by them.
 */
const keptByRun = new WeakMap<WireContext, Map<string, AxiosAdapter>>();

/**
 * How a call leaves n8n. Reading (GET) goes on kept connections below n8n's egress filter; what changes something at
 * the bank, and everything where only n8n's helper does what the installation is set to, goes through that helper,
 * which opens a connection for each call (docs/decisions/0005).
 */
export function n8nWire(context: WireContext, keys?: TransportKeys): AxiosAdapter {
	const helper = n8nAdapter(context, keys);
	const filter = egressFilterOf(context);
	if (filter === undefined) return helper;
	const kept = keptFor(context, filter, keys);
	// A server may close a kept connection while a call is on its way: harmless only where it can be asked again.
	return async (config) => await (config.method === 'get' ? kept : helper)(config);
}

/** Absent where only n8n's helper may send. */
export const egressFilterOf = ({ helpers }: WireContext): NodeEgressFilter | undefined =>
	isEgressShaped() ? undefined : helpers.getSecureEgressFilter?.();

function keptFor(
	context: WireContext,
	filter: NodeEgressFilter,
	keys: TransportKeys | undefined,
): AxiosAdapter {
	const ofRun = keptByRun.get(context) ?? new Map<string, AxiosAdapter>();
	keptByRun.set(context, ofRun);
	const owner = digestOfKeys(keys);
	const kept = ofRun.get(owner) ?? keptConnection({ filter, keys });
	ofRun.set(owner, kept);
	return kept;
}
