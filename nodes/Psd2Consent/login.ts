import { isIP } from 'node:net';
import { isOver } from '../../lib/login/script';
import { takeLoginTurn } from '../../lib/login/order-limit';
import { endedWith, type LoginRecord } from '../../lib/login/record';
import { BankError } from '../../lib/errors';
import type { Login } from '../../lib/profile/login';
import { readBankBehind } from '../shared/bank-behind';
import { readChoice, readText } from '../shared/field-values';
import { loginItem, type LoginItem } from '../shared/login-item';
import type { LoginDesk } from '../shared/login-desk';
import { qrPng } from '../shared/qr';
import { readPersonalNumber } from '../shared/personal-number';
import { readPasted, readRedirectUri } from '../shared/redirect-uri';
import type { ConsentCall, Item } from './call';

/** Logins that a workflow may start in ten minutes. */
const limit = 10;
const opensWithinMs = 30_000;
const lookMs = 1_000;

/** Starts a login and gives what opens the app, which somebody has to use within half a minute, or where to log in. */
export async function startLogin(desk: LoginDesk, { context, index }: ConsentCall): Promise<Item> {
	const { common, connectionId, bank } = desk.ground;
	const parameter = (name: string, usual: unknown): unknown =>
		context.getNodeParameter(name, index, usual);
	const method = readChoice('Login Method', parameter('loginMethod', 'decoupled'), [
		'decoupled',
		'redirect',
	]);
	const login = desk.loginOf(method);
	const { person, device } = login;
	const personalNumber = readPersonalNumber(parameter('personalNumber', ''), person);
	const given = readBankBehind(parameter('bankBehind', ''), bank.name, desk.choices.all);
	const record = desk.begin({
		visitor: {
			psuIpAddress: addressOf(parameter('ipAddress', '')),
			language: readChoice('Language', parameter('language', 'en'), ['en', 'sv']),
			...(personalNumber === undefined ? {} : { personalNumber }),
			// Whoever gets the link or the picture is somewhere else.
			...(device === undefined ? {} : { device: 'other' }),
		},
		method,
		choices: await desk.choices.chosen(given),
		...redirectTo(login, parameter('redirectUri', '')),
	});
	await takeLoginTurn(common.store, common.clock, `program/${connectionId}`, limit);
	const begun = await desk.start(record);
	const visit = visitOf(desk, begun);
	if (visit !== undefined) return { json: { ...visit } };
	const { qr, qrPicture, links } = begun.standing ?? {};
	if (isOver(begun.state) || (qr === undefined && qrPicture === undefined && links === undefined)) {
		throw notStarted(desk, begun);
	}
	const drawn = qr === undefined ? qrPicture && Buffer.from(qrPicture, 'base64') : await qrPng(qr);
	const picture = drawn && (await context.helpers.prepareBinaryData(drawn, 'qr.png', 'image/png'));
	return {
		json: {
			reference: begun.reference,
			...(links === undefined ? {} : { links: { ...links } }),
			expiresAt: new Date(begun.state.orderedAt + opensWithinMs).toISOString(),
		},
		...(picture ? { binary: { qr: picture } } : {}),
	};
}

/** A login that goes on at the bank's own pages. */
interface LoginVisit {
	readonly reference: string;
	/** To be opened by whoever logs in. */
	readonly url: string;
}

function visitOf(desk: LoginDesk, record: LoginRecord): LoginVisit | undefined {
	const url = desk.addressOf(record);
	return url === undefined ? undefined : { reference: record.reference, url };
}

/** Nobody comes back to an app's login: there the bank only compares it. */
function redirectTo(
	{ how, redirectUri: use }: Login,
	written: unknown,
): Pick<LoginRecord, 'redirectUri' | 'isPasted'> {
	if (how === 'app' && use === undefined) return {};
	const redirectUri = readRedirectUri(written);
	if (redirectUri !== '') return { redirectUri, ...(how === 'redirect' && { isPasted: true }) };
	throw new BankError('invalid-input', 'Redirect URI is empty', {
		field: 'Redirect URI',
		nextStep: 'Fill in what is registered at the bank',
	});
}

function notStarted({ ground }: LoginDesk, { state }: LoginRecord): BankError {
	const { name } = ground.bank;
	return new BankError('login-failed', `${name} did not start the login`, {
		bank: name,
		...(state.reason === undefined ? {} : { bankCode: state.reason }),
		nextStep: 'Try again in a minute',
	});
}

/**
 * Goes on with a login by redirect once somebody has been at the bank; some banks want to be visited once more. Throws
 * `login-failed` with the reason.
 */
export async function finishLogin(
	desk: LoginDesk,
	call: ConsentCall,
): Promise<LoginItem | LoginVisit> {
	const record = await known(desk, referenceIn(call));
	if (isOver(record.state)) return ended(desk, record);
	const { context, index } = call;
	const query = readPasted(record, context.getNodeParameter('address', index, ''));
	const signal = context.getExecutionCancelSignal();
	const led = await desk.drive(record, { query, ...(signal === undefined ? {} : { signal }) });
	const visit = led && visitOf(desk, led);
	return visit ?? (await followed(desk, led ?? record, signal));
}

/** Follows a login until it is over; stopping the workflow stops it. Throws `login-failed` with the reason. */
export async function waitForLogin(desk: LoginDesk, call: ConsentCall): Promise<LoginItem> {
	const record = await known(desk, referenceIn(call));
	return await followed(desk, record, call.context.getExecutionCancelSignal());
}

async function followed(
	desk: LoginDesk,
	start: LoginRecord,
	signal: AbortSignal | undefined,
): Promise<LoginItem> {
	let record = start;
	while (!isOver(record.state)) {
		const isAtBank = visitOf(desk, record) !== undefined;
		const led = isAtBank
			? undefined
			: await desk.drive(record, { orders: 1, ...(signal === undefined ? {} : { signal }) });
		if (led !== undefined) record = led;
		else {
			// Another process follows it, or the person is at the bank: until nobody knows of the login any more.
			await desk.ground.common.clock.sleep(lookMs, signal);
			record = (await desk.records.read(record.reference)) ?? endedWith(record, 'expired');
		}
	}
	return ended(desk, record);
}

function ended(desk: LoginDesk, record: LoginRecord): LoginItem {
	const item = loginItem(desk, record);
	if (item.event === 'connected') return item;
	const { name } = desk.ground.bank;
	throw new BankError('login-failed', `The login to ${name} failed: ${item.message ?? ''}`, {
		bank: name,
		...(item.reason === undefined ? {} : { bankCode: item.reason }),
		nextStep: 'Start the login again',
	});
}

const referenceIn = ({ context, index }: ConsentCall) =>
	readText('Reference', context.getNodeParameter('reference', index, ''));

async function known(desk: LoginDesk, reference: string): Promise<LoginRecord> {
	const record = reference === '' ? undefined : await desk.records.read(reference);
	if (record !== undefined) return record;
	throw new BankError(
		'invalid-input',
		'Reference names no login that was started in the last minutes',
		{
			field: 'Reference',
			nextStep: 'Take it from the item of Start Login',
		},
	);
}

/** The standard wants one in any case; where there is none, one's own (Berlin Group 1.3 §6.3.1). */
function addressOf(written: unknown): string {
	const address = readText('IP Address', written);
	if (address === '') return '127.0.0.1';
	if (isIP(address) !== 0) return address;
	throw new BankError('invalid-input', 'IP Address must be an IP address such as 203.0.113.7', {
		field: 'IP Address',
	});
}
