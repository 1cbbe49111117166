import { randomBytes } from 'node:crypto';
import type { Choice } from '../../../lib/profile/choice';
import type { LoginDesk } from '../../shared/login-desk';
import type { LoginView } from '../view';
import { fragmentScript, script } from './script';
import { style } from './style';
import { validUntilIn, wordsAt, type Language, type Words } from './words';

export interface PageOptions {
	readonly desk: Pick<LoginDesk, 'ground' | 'loginOf'>;
	readonly language: Language;
	readonly method: 'decoupled' | 'redirect';
	readonly asksPersonalNumber?: boolean;
	/** What the visitor chooses before the login. */
	readonly choices?: readonly Pick<Choice, 'id' | 'name'>[];
	/** The login link through which the page was opened. */
	readonly link?: string;
	/** Shown at once instead of a new login. */
	readonly view?: LoginView;
	/** Goes on with the login of the view. */
	readonly ticket?: string;
}

export interface Page {
	readonly html: string;
	readonly headers: Readonly<Record<string, string>>;
}

/** The login page: one document, no other file, nothing of anybody else's. */
export function loginPage(options: PageOptions): Page {
	const {
		desk,
		language,
		method,
		asksPersonalNumber = false,
		choices = [],
		link,
		view,
		ticket,
	} = options;
	const bank = desk.ground.bank.name;
	const { person, device } = desk.loginOf(method);
	const said = wordsAt(desk.ground.bank, method, language);
	const config = {
		link,
		view: view && withValidity(view, language),
		ticket,
		choices: choices.map(({ id }) => id),
		asksDevice: device === 'asked',
		startsAlone: method === 'decoupled' && !asksPersonalNumber && choices.length === 0,
		words: { again: said.again, offline: said.offline, elsewhere: said.elsewhere },
	};
	const field = asksPersonalNumber
		? `<label>${safe(person?.label?.[language] ?? said.personalNumber)}<input id="personal-number" autocomplete="off"
			${person?.pattern === undefined ? 'inputmode="numeric" pattern="[0-9]{12}" maxlength="12"' : `pattern="${safe(person.pattern)}"`} required></label>`
		: '';
	return document(
		said.title(bank),
		language,
		`<h1>${safe(said.title(bank))}</h1>
<p id="intro">${safe(said.intro(bank))}</p>
<noscript><p>${safe(said.noScript)}</p></noscript>
<img id="qr" alt="${safe(said.qrAlt)}" hidden>
<p id="message" role="status" aria-live="polite"></p>
<a id="open" class="button quiet" href="" hidden>${safe(said.openHere)}</a>
<div id="done" hidden><ul id="accounts"></ul><p id="validity" class="note"></p>
<p class="note">${safe(said.closePage)}</p></div>
${pasting(said)}
<form id="form">${choices.map((choice) => listOf(choice, said)).join('')}${field}<button id="start">${safe(said.start)}</button>
<button id="here" class="quiet" hidden>${safe(said.openHere)}</button></form>`,
		config,
	);
}

/** A list that can be searched; filled by the script. */
function listOf({ id, name }: Pick<Choice, 'id' | 'name'>, { search }: Words): string {
	const at = `choice-${safe(id)}`;
	return `<label>${safe(search)}<input type="search" id="search-${safe(id)}" aria-controls="${at}" autocomplete="off"></label>
<label>${safe(name)}<select id="${at}" size="8" required></select></label>`;
}

const pasting = ({ paste: { open, how, label, go } }: Words) =>
	`<form id="paste" hidden><a id="bank" class="button" href="" target="_blank" rel="noopener noreferrer">${safe(open)}</a>
<p class="note">${safe(how)}</p>
<label>${safe(label)}<input id="address" inputmode="url" autocomplete="off" spellcheck="false" required></label>
<button id="pasted">${safe(go)}</button></form>`;

/** A sentence instead of a login. */
export function sentencePage(
	title: string,
	sentences: readonly string[],
	language: Language,
): Page {
	const text = sentences.map((sentence) => `<p>${safe(sentence)}</p>`).join('');
	return document(title, language, `<h1>${safe(title)}</h1>${text}`);
}

/** The view with the sentence about its end, which only the page shows. */
export function withValidity(view: LoginView, language: Language) {
	const { validUntil } = view;
	return validUntil === undefined
		? view
		: { ...view, validity: validUntilIn(language, validUntil) };
}

function document(title: string, language: Language, body: string, config?: object): Page {
	const nonce = randomBytes(16).toString('base64');
	// The bank's answer may arrive at any page of this address, also where that has only a sentence to say.
	const scripts = `<script nonce="${nonce}">${fragmentScript}</script>${
		config === undefined
			? ''
			: `<script type="application/json" id="config" nonce="${nonce}">${json(config)}</script>
<script nonce="${nonce}">${script}</script>`
	}`;
	return {
		html: `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${safe(title)}</title>
<style nonce="${nonce}">${style}</style></head>
<body><main>${body}</main>${scripts}</body></html>`,
		headers: { ...privateHeaders, ...pageHeaders(nonce) },
	};
}

/** For every answer: it is for this person, now, and tells nobody where it came from. */
export const privateHeaders = {
	'Cache-Control': 'no-store, no-transform',
	'Referrer-Policy': 'no-referrer',
	'X-Content-Type-Options': 'nosniff',
	'X-Robots-Tag': 'noindex',
	// Proxies that gather answers would hold back the QR codes.
	'X-Accel-Buffering': 'no',
} as const;

const pageHeaders = (nonce: string) => ({
	'Content-Type': 'text/html; charset=utf-8',
	'Content-Security-Policy': [
		"default-src 'none'",
		`script-src 'nonce-${nonce}'`,
		`style-src 'nonce-${nonce}'`,
		'img-src data:',
		"connect-src 'self'",
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors 'none'",
	].join('; '),
	'X-Frame-Options': 'DENY',
	'Cross-Origin-Opener-Policy': 'same-origin',
});

const entities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

const safe = (text: string) => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);

/** JSON that can't end the script element it stands in. */
const json = (value: object) => JSON.stringify(value).replaceAll('<', '\\u003c');
