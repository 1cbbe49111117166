import { BankError } from '../../lib/errors';
import type { LoginRecord } from '../../lib/login/record';
import { isOver } from '../../lib/login/script';
import type { LoginDesk } from '../shared/login-desk';
import { mustBeNamed } from '../shared/redirect-uri';
import type { Visit } from './visit';

/** Where the store has which login a browser has begun last. */
export const browserKey = ({ ground }: Pick<LoginDesk, 'ground'>, browser: string): string =>
	`login/of/${ground.connectionId}/${browser}`;

/** A login that this browser has begun; nobody else may look at it, whatever he knows. */
export async function knownLogin(
	desk: LoginDesk,
	{ body }: Pick<Visit, 'body'>,
	browser: string,
): Promise<LoginRecord> {
	const { reference, ticket } = body;
	const record = await desk.records.read(String(reference), String(ticket));
	if (record?.browser !== browser) {
		throw new BankError('not-found', 'This login was begun in another browser, or it is too old', {
			nextStep: 'Load the page again and start the login there',
		});
	}
	const stored = await desk.login.session.stored();
	// It ended while nobody was looking, and the store has forgotten how.
	return stored?.loginId === record.reference && !isOver(record.state)
		? { ...record, state: { ...record.state, phase: 'connected' } }
		: record;
}

/**
 * The login that the bank's answer in the query is for: its state names it; without one it is what this browser has at
 * the bank. One that a program has begun may come back in any browser. `undefined`: the query is no answer of a bank.
 * Throws `login-required` where it is one, and of nobody's login here.
 */
export async function loginOfAnswer(
	desk: LoginDesk,
	{ query, browser }: Pick<Visit, 'query' | 'browser'>,
): Promise<LoginRecord | undefined> {
	const { state = '', link: _link, ...others } = query;
	const isNamed = mustBeNamed(query);
	if (!isNamed && Object.keys(others).length === 0) return undefined;
	const record = isNamed ? await desk.records.read(state) : await atTheBank(desk, browser);
	const isTheirs =
		record !== undefined &&
		(record.browser === browser || (isNamed && record.browser === undefined));
	if (isTheirs) return record;
	if (!isNamed) return undefined;
	throw new BankError(
		'login-required',
		'This answer of the bank belongs to no login of this browser, or it came too late',
		{ nextStep: 'Open the login page again and start there' },
	);
}

async function atTheBank(desk: LoginDesk, browser: string | undefined) {
	if (browser === undefined) return undefined;
	const reference = await desk.ground.common.store.get(browserKey(desk, browser));
	const record = reference === undefined ? undefined : await desk.records.read(reference);
	return record !== undefined && desk.addressOf(record) !== undefined ? record : undefined;
}
