import { createContext, Script } from 'node:vm';
import type { Page } from '../../nodes/Psd2BankLoginTrigger/page/html';

export interface Loaded {
	/** Where the script has sent the browser, without leaving the present address in the history. */
	readonly replacedBy: string | undefined;
	/** Bodies of what the script has posted. */
	readonly posted: readonly Record<string, unknown>[];
	/** As the page shows it. */
	textOf(id: string): string;
	/** Writes into a field, then sends its form. */
	submit(form: string, field: string, value: string): void;
}

/** A page loaded at an address: its own script runs, in a browser that is as small as the script allows. */
export function loadPage({ html }: Page, address: string): Loaded {
	const elements = new Map<string, ReturnType<typeof element>>();
	const at = (id: string) => {
		const known = elements.get(id) ?? element();
		elements.set(id, known);
		return known;
	};
	const [, config] = /id="config"[^>]*>(.*?)<\/script>/s.exec(html) ?? [];
	if (config !== undefined) at('config').textContent = config;
	const { origin, pathname, search, hash, href } = new URL(address);
	const kept = new Map<string, string>();
	const posted: Record<string, unknown>[] = [];
	let replacedBy: string | undefined;
	const context = createContext({
		...{ URLSearchParams, TextDecoder, setTimeout },
		location: {
			...{ origin, pathname, search, hash, href },
			replace: (to: string) => {
				replacedBy = to;
			},
		},
		history: { replaceState: () => undefined },
		navigator: { userAgent: 'a made-up browser' },
		sessionStorage: {
			getItem: (key: string) => kept.get(key) ?? null,
			setItem: (key: string, value: string) => void kept.set(key, value),
			removeItem: (key: string) => void kept.delete(key),
		},
		document: {
			getElementById: at,
			body: { classList: { toggle: () => undefined } },
			visibilityState: 'visible',
		},
		fetch: (_path: string, { body }: { readonly body: string }) => {
			posted.push(JSON.parse(body) as Record<string, unknown>);
			return new Promise(() => undefined);
		},
	});
	for (const [, source = ''] of html.matchAll(/<script nonce="[^"]*">(.*?)<\/script>/gs)) {
		new Script(source).runInContext(context);
	}
	return {
		get replacedBy() {
			return replacedBy;
		},
		posted,
		textOf: (id) => at(id).textContent,
		submit: (form, field, value) => {
			at(field).value = value;
			at(form).listeners.get('submit')?.({ preventDefault: () => undefined });
		},
	};
}

function element() {
	const listeners = new Map<string, (event: object) => void>();
	return {
		...{ textContent: '', value: '', hidden: false, disabled: false, href: '', src: '' },
		listeners,
		addEventListener: (name: string, heard: (event: object) => void) =>
			void listeners.set(name, heard),
		replaceChildren: () => undefined,
	};
}
