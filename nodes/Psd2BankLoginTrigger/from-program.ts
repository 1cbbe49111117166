import { isIP } from 'node:net';
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { isOver, isUnderWay } from '../../lib/login/script';
import type { LoginRecord } from '../../lib/login/record';
import { takeLoginTurn } from '../../lib/login/order-limit';
import { BankError } from '../../lib/errors';
import { settle } from '../../lib/outcome';
import type { LoginDesk } from '../shared/login-desk';
import { loginItem } from '../shared/login-item';
import { readPersonalNumber } from '../shared/personal-number';
import { readPasted } from '../shared/redirect-uri';
import type { Answer } from './answers';
import { answerChoices, beginningOf, deviceIn } from './beginning';
import { lead } from './lead';
import { startWorkflow } from './outcome';
import { readLoginMethod } from './read-fields';
import { viewOf } from './view';
import { checkProgram, type Visit } from './visit';

/** Logins that may begin by POST in ten minutes. */
const limit = 10;

/**
 * A login without a browser: `{}` begins one and is answered with its reference and what opens the app, or with the
 * bank's address to visit; `{"reference": …}` is answered with where it stands, with the QR code of this moment. With
 * `"address"` beside it, it goes on with what the bank has sent the browser back with. `{"action": "choices"}` is
 * answered with what there is to choose.
 */
export async function answerProgram(
	context: IWebhookFunctions,
	desk: LoginDesk,
	visit: Visit,
	answer: Answer,
): Promise<IWebhookResponseData> {
	checkProgram(visit.programSecret, desk.ground.credentials.headlessSecret);
	const { action, reference, address } = visit.body;
	if (action === 'choices') return await answerChoices(context, desk, answer);
	const record =
		reference === undefined
			? await begin(context, desk, visit)
			: await known(desk, String(reference));
	if (isOver(record.state)) {
		answer.json(200, await told(desk, record));
		return await startWorkflow(context, desk, record);
	}
	const query = address === undefined ? undefined : readPasted(record, address);
	let isAnswered = false;
	const reply = async (status: number, changed: LoginRecord) => {
		if (isAnswered) return;
		isAnswered = true;
		answer.json(status, await told(desk, changed));
	};
	const isNew = reference === undefined;
	const onChange = (changed: LoginRecord) => {
		// The first word of a new login is the bank's: until then there is nothing to show.
		const isTold = isNew
			? changed.standing !== undefined
			: query === undefined || isUnderWay(changed.state);
		if (isTold) void settle(reply(isNew ? 201 : 200, changed));
	};
	const led = await lead(desk, record, { onChange, ...(query === undefined ? {} : { query }) });
	const isBegun = isNew && led !== undefined && !isOver(led.state);
	await reply(isBegun ? 201 : 200, led ?? record);
	return await startWorkflow(context, desk, led);
}

async function begin(
	context: IWebhookFunctions,
	desk: LoginDesk,
	visit: Visit,
): Promise<LoginRecord> {
	const { body, ipAddress, language } = visit;
	const { common, connectionId } = desk.ground;
	const method = readLoginMethod(context);
	const login = desk.loginOf(method);
	const personalNumber = readPersonalNumber(body.personalNumber, login.person);
	const psuIpAddress = typeof body.ipAddress === 'string' ? body.ipAddress : ipAddress;
	if (isIP(psuIpAddress) === 0) {
		throw new BankError('invalid-input', 'ipAddress must be the IP address of the account holder', {
			field: 'ipAddress',
		});
	}
	const beginning = await beginningOf(context, desk, visit);
	await takeLoginTurn(common.store, common.clock, `program/${connectionId}`, limit);
	return desk.begin({
		...beginning,
		visitor: {
			psuIpAddress,
			language: body.language === 'sv' || body.language === 'en' ? body.language : language,
			...(personalNumber === undefined ? {} : { personalNumber }),
			...deviceIn(visit, login),
		},
		method,
	});
}

async function known(desk: LoginDesk, reference: string): Promise<LoginRecord> {
	const record = await desk.records.read(reference);
	if (record !== undefined && record.browser === undefined) return record;
	throw new BankError('not-found', 'There is no login of this reference', {
		field: 'reference',
		nextStep: 'Start a new login with a POST without a reference',
	});
}

async function told(desk: LoginDesk, record: LoginRecord): Promise<object> {
	if (isOver(record.state)) return { ...loginItem(desk, record), phase: record.state.phase };
	return await viewOf(desk, record);
}
