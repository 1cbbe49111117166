/**
 * Some banks answer behind the #, where no server sees it (OpenID Connect Core §3.3.2.5): the answer is loaded again as
 * the query. The tokens beside it are sent nowhere; the code brings them.
 */
export const fragmentScript = String.raw`
'use strict';
function answerIn(fragment) {
	const answer = new URLSearchParams(fragment);
	for (const token of ['id_token', 'access_token']) answer.delete(token);
	return answer;
}

const answered = answerIn(location.hash.slice(1));
const isLeaving = answered.has('state') && (answered.has('code') || answered.has('error'));
if (isLeaving) location.replace(location.origin + location.pathname + '?' + answered);
`;

/**
 * What the login page does in the browser: starts the login, shows what the server says of it, and takes it up
 * again after a reload or a lost connection. Secrets stay on the server; the ticket is sealed.
 */
export const script = String.raw`
'use strict';
const config = JSON.parse(document.getElementById('config').textContent);
const { words } = config;
const at = (id) => document.getElementById(id);
const show = (id, isShown) => { at(id).hidden = !isShown; };
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const isPhone = /Android|iPhone|iPad|Mobile/i.test(navigator.userAgent);
const ticketKey = 'psd2-login ' + location.pathname;
let isRunning = false;

function remember(saved) {
	if (saved) sessionStorage.setItem(ticketKey, JSON.stringify(saved));
	else sessionStorage.removeItem(ticketKey);
}

function remembered() {
	try { return JSON.parse(sessionStorage.getItem(ticketKey)); } catch { return null; }
}

function say(message, isFailure) {
	at('message').textContent = message;
	document.body.classList.toggle('failed', Boolean(isFailure));
}

function line(account) {
	const item = document.createElement('li');
	for (const text of [account.name || '', [account.number, account.currency].filter(Boolean).join(' ')]) {
		const part = document.createElement('span');
		part.textContent = text;
		item.append(part);
	}
	return item;
}

function draw(view) {
	const isOver = view.phase === 'connected' || view.phase === 'failed';
	say(view.message, view.phase === 'failed');
	show('qr', Boolean(view.qr));
	show('paste', Boolean(view.paste));
	if (view.paste) at('bank').href = view.visit;
	if (view.qr) at('qr').src = view.qr;
	show('open', Boolean(view.links));
	if (view.links) {
		at('open').href = isPhone ? view.links.phone + encodeURIComponent(location.href) : view.links.computer;
	}
	show('intro', false);
	show('form', view.phase === 'failed');
	if (view.phase === 'failed') void fillLists();
	at('start').textContent = words.again;
	at('start').disabled = false;
	show('done', view.phase === 'connected');
	if (view.phase === 'connected') {
		at('accounts').replaceChildren(...(view.accounts || []).map(line));
		at('validity').textContent = view.validity || '';
	}
	if (isOver) remember(null);
	// Nothing comes before the person has been at the bank.
	return isOver || Boolean(view.paste);
}

async function post(body) {
	return fetch(location.pathname, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', 'X-PSD2-Page': '1' },
		body: JSON.stringify({ ...body, link: config.link }),
		credentials: 'same-origin',
	});
}

/** Another tab of this browser has the stream now: looks now and then, until the login is over. */
async function watch() {
	say(words.elsewhere);
	show('qr', false);
	for (;;) {
		await pause(2000);
		const saved = remembered();
		if (!saved) return true;
		const response = await post({ action: 'follow', once: true, ...saved });
		if (!response.ok) return true;
		const { view } = await response.json();
		if (view.phase === 'connected' || view.phase === 'failed') return draw(view);
	}
}

/** Reads lines of JSON as they come; true when the login is over. */
async function listen(response) {
	const reader = response.body.getReader();
	const decoder = new TextDecoder();
	let rest = '';
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return false;
		const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
		rest = lines.pop();
		for (const text of lines.filter(Boolean)) {
			const { view, ticket, elsewhere } = JSON.parse(text);
			if (elsewhere) return await watch();
			if (ticket) remember({ reference: view.reference, ticket });
			if (view.visit && !view.paste) { location.assign(view.visit); return true; }
			if (draw(view)) return true;
		}
	}
}

async function run(first) {
	if (isRunning) return;
	isRunning = true;
	at('start').disabled = true;
	let body = first;
	for (;;) {
		try {
			const response = await post(body);
			const type = response.headers.get('content-type') || '';
			if (!type.includes('ndjson')) {
				const answer = await response.json();
				if (answer.redirect) { location.assign(answer.redirect); return; }
				remember(answer.ticket ? { reference: answer.view.reference, ticket: answer.ticket } : null);
				draw(answer.view || { phase: 'failed', message: sentenceOf(answer) });
				break;
			}
			if (await listen(response)) break;
		} catch { /* The connection is lost: say so and go on with the ticket. */ }
		const saved = remembered();
		if (!saved) { draw({ phase: 'failed', message: words.offline }); break; }
		say(words.offline);
		await pause(1000);
		body = { action: 'follow', ...saved };
	}
	isRunning = false;
}

const sentenceOf = ({ error, nextStep }) =>
	error ? [error, nextStep].filter(Boolean).map((text) => text + '.').join(' ') : words.offline;

/** The address at which the browser has ended. */
async function paste() {
	at('pasted').disabled = true;
	const [page, fragment] = at('address').value.trim().split('#', 2);
	const address = fragment ? page + '#' + answerIn(fragment) : page;
	try {
		const response = await post({ action: 'pasted', ...remembered(), address });
		const answer = await response.json();
		if (!answer.view) say(sentenceOf(answer), true);
		else {
			at('address').value = '';
			if (!draw(answer.view)) void run({ action: 'follow', ...remembered() });
		}
	} catch { say(words.offline, true); }
	at('pasted').disabled = false;
}

const lists = new Map();
const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Those whose names hold what was searched for; the chosen one stays chosen. */
function fill(id) {
	const list = at('choice-' + id);
	const chosen = list.value;
	const wanted = plain(at('search-' + id).value.trim());
	const found = lists.get(id).filter(({ name }) => plain(name).includes(wanted));
	list.replaceChildren(...found.map(({ name, value, description }) => {
		const option = new Option(name, value, false, value === chosen);
		if (description) option.title = description;
		return option;
	}));
	if (found.length === 1) list.value = found[0].value;
}

/** What the bank offers, once. */
async function fillLists() {
	if (config.choices.length === 0 || lists.size > 0) return;
	at('start').disabled = true;
	try {
		const answer = await (await post({ action: 'choices' })).json();
		if (answer.choices) {
			for (const { id, options } of answer.choices) {
				lists.set(id, options);
				fill(id);
				at('search-' + id).addEventListener('input', () => fill(id));
			}
		} else say(sentenceOf(answer), true);
	} catch { say(words.offline, true); }
	at('start').disabled = false;
}

/** On a phone the app is where the page is; on a computer nobody knows. */
const mayBeHere = config.asksDevice && !isPhone;

function start(isHere) {
	if (lists.size < config.choices.length) { void fillLists(); return; }
	const choices = Object.fromEntries(config.choices.map((id) => [id, at('choice-' + id).value]));
	const number = at('personal-number');
	void run({ action: 'start', choices, device: isPhone || isHere ? 'this' : 'other', ...(number && number.value ? { personalNumber: number.value } : {}) });
}

at('form').addEventListener('submit', (event) => { event.preventDefault(); start(event.submitter === at('here')); });
show('here', mayBeHere);
at('paste').addEventListener('submit', (event) => { event.preventDefault(); void paste(); });
if (location.search) history.replaceState(null, '', location.pathname + (config.link ? location.search : ''));
if (isLeaving) show('form', false);
else if (config.view) {
	if (config.ticket) remember({ reference: config.view.reference, ticket: config.ticket });
	if (!draw(config.view) && config.ticket) void run({ action: 'follow', ...remembered() });
} else if (remembered()) void run({ action: 'follow', ...remembered() });
else if (config.startsAlone && !mayBeHere && document.visibilityState === 'visible') start();
else void fillLists();
`;
