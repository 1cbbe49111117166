import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { utils, write } from '@e965/xlsx';
import { readStoredLogin, tokenOf } from '../../lib/login/stored-login';
import { people } from '../../sandbox/data/people';
import { demoJwt } from '../../sandbox/personas/enable-banking/applications';
import type { Browser } from 'playwright-core';
import { approveOnPhone } from '../../scripts/bank/phone';
import { openBrowser } from '../../scripts/n8n/browser';
import { exampleWorkflow, provideWorkflow } from '../../scripts/start/provision';
import { linesOf, useKeys, type KeysUsed } from './support/keyed-bank';
import { filesBelow, findLeaks, type Leak, type Place, type Secret } from './support/leaks';
import { LoginPage } from './support/login-page';
import { useFurtherBanks } from './support/logins-elsewhere';
import { jwts, personNumbers } from './support/secret-kinds';
import { consent, loginCredential, programSecret } from './support/login-workflow';
import { decryptedCredentials } from './support/decrypted';
import { seeWhatHasClosed } from './support/idle';
import { Stage } from './support/stage';

let stage: Stage;
let browser: Browser;
let keys: KeysUsed;
const secrets: Secret[] = [];
const testa = people.find(({ id }) => id === 'testa');

/** What n8n itself is to keep, encrypted: not searched. */
const kept = /node_modules|\/nodes\/|\.cache|credentials_entity/;
const search = (places: Iterable<Place>) =>
	findLeaks(places, [...secrets, ...personNumbers], [jwts]);
const found = () => search(filesBelow(stage.home, kept));

async function untilExecutions(workflowId: string, count: number): Promise<readonly string[]> {
	for (let look = 0; look < 300; look += 1) {
		const ids = await stage.api.executionsOf(workflowId);
		if (ids.length >= count) return ids;
		await pause(100);
	}
	throw new Error('The login started no workflow.');
}

/** The tokens and keys as they are stored now, from n8n's own export. */
async function noteTokens(): Promise<void> {
	const credentials = decryptedCredentials(stage);
	await seeWhatHasClosed();
	for (const { type, data } of credentials) {
		if (type !== 'psd2BankLoginApi') continue;
		const login = readStoredLogin(data['tokens']);
		const token = login && tokenOf(login);
		note(`access token of ${String(data['bank'])}`, token?.accessToken);
		note(`refresh token of ${String(data['bank'])}`, token?.refreshToken);
		note(`seal key of ${String(data['bank'])}`, data['sealKey']);
	}
}

function note(name: string, value: unknown): void {
	if (typeof value !== 'string' || value === '') return;
	if (!secrets.some((secret) => secret.value === value)) secrets.push({ name, value });
}

const named = (name: RegExp) => secrets.filter((secret) => name.test(secret.name));

beforeAll(async () => {
	stage = await Stage.open({}, { tls: true });
	browser = await openBrowser();
	secrets.push(
		{ name: 'client secret', value: stage.bank.clientSecret },
		{ name: 'secret of programs', value: programSecret },
		// Every token that the sandbox bank gives begins so.
		{ name: 'an access token', value: 'sandbox-access' },
		{ name: 'a refresh token', value: 'sandbox-refresh' },
	);

	const credential = await loginCredential(stage);
	const workflow = await provideWorkflow(stage.api, exampleWorkflow('BankID to Excel'));
	const trigger = workflow.nodes.find(({ type }) => type.endsWith('.psd2BankLoginTrigger'));
	const address = `${stage.n8n.url}/webhook/${String(trigger?.['webhookId'])}/login`;
	await stage.api.activate(workflow.id);
	while ((await fetch(address)).status === 404) await pause(100);

	// A login in the browser, a renewal, a run that fails, a login of a program that names the person.
	const page = await LoginPage.open(await browser.newContext(), address);
	await page.approve();
	await page.connected();
	await stage.api.executionEnd((await untilExecutions(workflow.id, 1))[0] ?? '');
	await noteTokens();
	await stage.admin.expireTokens();
	await consent(stage, credential, { operation: 'getStatus' });
	await noteTokens();
	await stage.admin.breakDown('consents.get', 10, 500);
	await consent(stage, credential, { operation: 'getStatus' }).catch(() => undefined);
	// A look first: n8n closes a connection that was idle for five seconds.
	await fetch(address).catch(() => fetch(address));
	const started = await fetch(address, {
		method: 'POST',
		headers: { 'content-type': 'application/json', 'x-psd2-secret': programSecret },
		body: JSON.stringify({ personalNumber: testa?.personalNumber }),
	});
	const { links } = (await started.json()) as { links: { computer: string } };
	await approveOnPhone(links.computer, 'testa');
	await stage.api.executionEnd((await untilExecutions(workflow.id, 2))[0] ?? '');
	await noteTokens();
	await consent(stage, credential, { operation: 'revoke' });
	keys = await useKeys(stage);
	secrets.push(...keys.secrets, ...linesOf('application key', stage.bank.clientKey));
	await seeWhatHasClosed();
	await useFurtherBanks(stage, noteTokens);
	await noteTokens();
}, 300_000);

afterAll(async () => {
	await browser?.close();
	await stage?.close();
});

it('has seen tokens and keys to search for', () => {
	expect(named(/^(access|refresh) token of sandbox-bank$/)).toHaveLength(6);
	expect(named(/^(access|refresh) token of seb$/)).toHaveLength(4);
	for (const bank of ['sandbox-bank', 'seb', 'enable-banking', 'other-bank']) {
		expect(named(new RegExp(`^seal key of ${bank}$`)).length).toBeGreaterThanOrEqual(1);
	}
	expect(named(/key, line/).length).toBeGreaterThan(100);
	expect(new Set(secrets.map(({ value }) => value)).size).toBe(secrets.length);
});

it("says in n8n's own test of the credential which key is wrong", () => {
	expect(keys.tested).toMatchObject({
		Keys: expect.stringMatching(/^Nobody has logged in yet/),
		'Wrong passphrase': expect.stringMatching(/^Key Passphrase does not open Transport Key\. /),
		"Another's key": expect.stringMatching(
			/^Transport Key does not belong to Transport Certificate\. /,
		),
		'Half a key': expect.stringMatching(/^Transport Key can't be read as a private key\. /),
		Expired: expect.stringMatching(/^Transport Certificate expired on \d{4}-\d\d-\d\d\. /),
	});
});

it("finds none in n8n's database, logs, executions, files, the store and the audit log", () => {
	expect(found()).toEqual([]);
});

it("finds none in the addresses that the bank has seen, nor in n8n's own", async () => {
	const banks = ['sandbox-bank', 'seb', 'enable-banking'].map((id) => stage.adminOf(id).urls());
	const urls = Buffer.from(JSON.stringify(await Promise.all(banks)));
	expect(search([{ where: 'urls', bytes: urls }])).toEqual([]);
});

const kinds: readonly (readonly [kind: string, planted: () => string, called: RegExp])[] = [
	['an access token', () => `sandbox-access-planted-${random(12)}`, /^an access token$/],
	['a refresh token of the second bank', () => valueOf(/^refresh token of seb$/), /of seb$/],
	['a seal key', () => valueOf(/^seal key of seb$/), /^seal key of seb$/],
	['a line of a key', () => valueOf(/^application key, line/), /^application key, line/],
	["an application's JWT", () => demoJwt(stage.bank.bank('enable-banking')), /^a JWT$/],
	['a JWT of any other kind', () => otherJwt(), /^a JWT$/],
	['a personal number', () => '900101-9810', /^personal number of prova$/],
	['a personal number in full', () => testa?.personalNumber ?? '', /^personal number of testa$/],
];

describe('Of what was planted', () => {
	let leaks: readonly Leak[];

	beforeAll(async () => {
		for (const [kind, planted] of kinds) await plantInWorkflow(kind, planted());
		for (const [index, [, planted]] of kinds.entries()) plantInFiles(folderOf(index), planted());
		leaks = found();
		await seeWhatHasClosed();
	}, 180_000);

	it.each(kinds)('%s is found wherever and however it is written', (kind, _planted, called) => {
		const places = leaks.filter(({ secret }) => called.test(secret)).map(({ where }) => where);
		const folder = folderOf(kinds.findIndex(([other]) => other === kind));
		for (const file of ['book.xlsx', 'plain.txt', 'escaped.txt', 'hex.txt']) {
			expect(places).toContainEqual(expect.stringContaining(join(folder, file)));
		}
		expect(places).toContainEqual(expect.stringContaining('workflow_entity'));
	});
});

const random = (bytes: number) => randomBytes(bytes).toString('base64url');
const valueOf = (name: RegExp): string => named(name)[0]?.value ?? '';

/** With its header in another order than ours. */
const otherJwt = () =>
	[{ cty: 'made up', alg: 'PS256' }, { sub: 'nobody' }]
		.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
		.join('.') + `.${random(64)}`;

const folderOf = (index: number) => join(stage.home, `planted-${index}`);

async function plantInWorkflow(kind: string, planted: string): Promise<void> {
	const notes = `x${Buffer.from(`some text before ${planted}`).toString('base64')}`;
	const start = { id: 'planted', name: 'Start', type: 'n8n-nodes-base.manualTrigger' };
	const node = { ...start, typeVersion: 1, position: [0, 0], parameters: {}, notes };
	await stage.api.createWorkflow({ name: `With ${kind}`, nodes: [node], connections: {} });
}

function plantInFiles(folder: string, planted: string): void {
	const book = utils.book_new();
	utils.book_append_sheet(book, utils.aoa_to_sheet([[planted]]), 'Sheet');
	const files = {
		'book.xlsx': write(book, { type: 'buffer', compression: true }) as Buffer,
		'plain.txt': `before ${planted}, after`,
		'escaped.txt': JSON.stringify(JSON.stringify(planted)),
		'hex.txt': Buffer.from(planted).toString('hex'),
	};
	mkdirSync(folder);
	for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
	expect(files['book.xlsx'].includes(planted)).toBe(false);
}
