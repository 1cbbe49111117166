import { isIP } from 'node:net';
import { isOver } from '../../lib/login/script';
import { takeLoginTurn } from '../../lib/login/order-limit';
import type { LoginRecord } from '../../lib/login/record';
import { BankError } from '../../lib/errors';
import { readChoice, readText } from '../shared/field-values';
import { loginItem, type LoginItem } from '../shared/login-item';
import type { LoginDesk } from '../shared/login-desk';
import { qrPng } from '../shared/qr';
import { readPersonalNumber } from '../shared/personal-number';
import type { ConsentCall, Item } from './call';

/** Logins that a workflow may start in ten minutes. */
const limit = 10;
const opensWithinMs = 30_000;
const lookMs = 1_000;

/** Starts a login and gives what opens the app: within half a minute somebody has to use it. */
export async function startLogin(desk: LoginDesk, { context, index }: ConsentCall): Promise<Item> {
	const { common, connectionId, bank } = desk.ground;
	const { person } = desk.loginOf('decoupled');
	const written: unknown = context.getNodeParameter('personalNumber', index, '');
	const personalNumber = readPersonalNumber(written, person);
	const wanted: unknown = context.getNodeParameter('language', index, 'en');
	const language = readChoice('Language', wanted, ['en', 'sv']);
	const record = desk.begin({
		visitor: {
			psuIpAddress: addressOf(context.getNodeParameter('ipAddress', index, '')),
			language,
			...(personalNumber === undefined ? {} : { personalNumber }),
		},
		method: 'decoupled',
	});
	await takeLoginTurn(common.store, common.clock, `program/${connectionId}`, limit);
	const ordered = await desk.start(record);
	const { qr, qrPicture, links } = ordered.standing ?? {};
	if (qr === undefined && qrPicture === undefined && links === undefined) {
		const { reason } = ordered.state;
		throw new BankError('login-failed', `${bank.name} did not start the login`, {
			bank: bank.name,
			...(reason === undefined ? {} : { bankCode: reason }),
			nextStep: 'Try again in a minute',
		});
	}
	const drawn = qr === undefined ? qrPicture && Buffer.from(qrPicture, 'base64') : await qrPng(qr);
	const picture = drawn && (await context.helpers.prepareBinaryData(drawn, 'qr.png', 'image/png'));
	return {
		json: {
			reference: ordered.reference,
			...(links === undefined ? {} : { links: { ...links } }),
			expiresAt: new Date(ordered.state.orderedAt + opensWithinMs).toISOString(),
		},
		...(picture ? { binary: { qr: picture } } : {}),
	};
}

/** Follows a login until it is over; stopping the workflow stops it. Throws `login-failed` with the reason. */
export async function waitForLogin(
	desk: LoginDesk,
	{ context, index }: ConsentCall,
): Promise<LoginItem> {
	const reference = readText('Reference', context.getNodeParameter('reference', index, ''));
	const signal = context.getExecutionCancelSignal();
	let record = await known(desk, reference);
	while (!isOver(record.state)) {
		const led = await desk.drive(record, {
			orders: 1,
			...(signal === undefined ? {} : { signal }),
		});
		if (led !== undefined) record = led;
		else {
			// Another process follows it.
			await desk.ground.common.clock.sleep(lookMs, signal);
			record = await known(desk, reference);
		}
	}
	const item = loginItem(desk, record);
	if (item.event === 'connected') return item;
	const { name } = desk.ground.bank;
	throw new BankError('login-failed', `The login to ${name} failed: ${item.message ?? ''}`, {
		bank: name,
		...(item.reason === undefined ? {} : { bankCode: item.reason }),
		nextStep: 'Start the login again',
	});
}

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
