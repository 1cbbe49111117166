import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { utils, write } from '@e965/xlsx';
import { readStoredLogin, tokenOf } from '../../lib/login/stored-login';
import { people } from '../../sandbox/data/people';
import type { Browser } from 'playwright-core';
import { approveOnPhone } from '../../scripts/bank/phone';
import { openBrowser } from '../../scripts/n8n/browser';
import { exampleWorkflow, provideWorkflow } from '../../scripts/start/provision';
import { useKeys, type KeysUsed } from './support/keyed-bank';
import { filesBelow, findLeaks, type Secret } from './support/leaks';
import { LoginPage } from './support/login-page';
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
const found = () => findLeaks(filesBelow(stage.home, kept), secrets);

async function untilExecutions(workflowId: string, count: number): Promise<readonly string[]> {
	for (let look = 0; look < 300; look += 1) {
		const ids = await stage.api.executionsOf(workflowId);
		if (ids.length >= count) return ids;
		await pause(100);
	}
	throw new Error('The login started no workflow.');
}

/** The tokens as they are stored now, from n8n's own export. */
async function noteTokens(): Promise<void> {
	const credentials = decryptedCredentials(stage);
	await seeWhatHasClosed();
	for (const { type, data } of credentials) {
		if (type !== 'psd2BankLoginApi') continue;
		const login = readStoredLogin(data['tokens']);
		const token = login && tokenOf(login);
		if (!token?.refreshToken) continue;
		secrets.push(
			{ name: 'access token', value: token.accessToken },
			{ name: 'refresh token', value: token.refreshToken },
		);
	}
}

beforeAll(async () => {
	stage = await Stage.open({}, { tls: true });
	browser = await openBrowser();
	secrets.push(
		{ name: 'client secret', value: stage.bank.clientSecret },
		{ name: 'secret of programs', value: programSecret },
		{ name: 'personal number', value: testa?.personalNumber ?? '' },
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
	secrets.push(...keys.secrets);
}, 300_000);

afterAll(async () => {
	await browser?.close();
	await stage?.close();
});

it('has seen tokens and keys to search for', () => {
	expect(secrets.filter(({ name }) => /^(access|refresh) token$/.test(name)).length).toBe(6);
	expect(secrets.filter(({ name }) => /key, line/.test(name)).length).toBeGreaterThan(80);
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
	const urls = Buffer.from(JSON.stringify(await stage.admin.urls()));
	expect(findLeaks([{ where: 'urls', bytes: urls }], secrets)).toEqual([]);
});

it('finds a planted token wherever and however it is written', async () => {
	const planted = `sandbox-access-planted-${randomBytes(12).toString('base64url')}`;
	const draft = {
		name: 'Planted',
		nodes: [
			{
				id: 'planted',
				name: 'Start',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
				notes: `x${Buffer.from(`some text before ${planted}`).toString('base64')}`,
			},
		],
		connections: {},
	};
	await stage.api.createWorkflow(draft);
	const folder = join(stage.home, 'planted');
	mkdirSync(folder);
	const book = utils.book_new();
	utils.book_append_sheet(book, utils.aoa_to_sheet([[planted]]), 'Sheet');
	writeFileSync(
		join(folder, 'book.xlsx'),
		write(book, { type: 'buffer', compression: true }) as Buffer,
	);
	writeFileSync(join(folder, 'escaped.txt'), JSON.stringify(JSON.stringify(planted)));
	writeFileSync(join(folder, 'hex.txt'), Buffer.from(planted).toString('hex'));
	expect(readFileSync(join(folder, 'book.xlsx')).includes(planted)).toBe(false);
	const where = findLeaks(filesBelow(stage.home, kept), [{ name: 'planted', value: planted }]);
	expect(where.map((leak) => leak.where)).toEqual(
		expect.arrayContaining([
			expect.stringContaining('workflow_entity'),
			expect.stringContaining('book.xlsx'),
			expect.stringContaining('escaped.txt'),
			expect.stringContaining('hex.txt'),
		]),
	);
});
