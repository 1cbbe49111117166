import { randomUUID } from 'node:crypto';
import type { AppOrder } from '../../apps/service';
import type { Bank } from '../../bank/bank';
import { newSecret } from '../../bank/secrets';
import type { Order } from '../../bankid/order';
import type { Person } from '../../data/people';
import type { BankCall, BodyDemand } from '../../kit/persona';
import { Refused } from '../../kit/refused';
import { json, type Served } from '../../kit/served';
import { shelf } from '../../kit/shelf';
import { facts, unverified } from './facts';
import { clientOf, everyCall, withBody } from './gate';
import {
	codeFor,
	country,
	grantDemands,
	markets,
	methodPattern,
	type Asked,
	type Market,
} from './grant';
import { tokenCall } from './login';

interface Start {
	readonly authentication_method: string;
	readonly country: Market;
	readonly psu_id?: string;
}

/** A login on its way: BankID in Sweden, the bank's own app elsewhere. */
interface Session {
	readonly id: string;
	readonly clientId: string;
	readonly bankId?: Order;
	readonly app?: AppOrder;
	/** For the next step, once the person has said yes; spent by it. */
	code?: string;
	spent: boolean;
}

const sessions = shelf(() => new Map<string, Session>());

/** The methods of NO, DK and FI stand in no row: any word will do that doesn't name another market. */
const method: BodyDemand = {
	in: 'body',
	name: 'authentication_method',
	reason: 'missing-parameter',
	spoilt: 'bad-parameter',
	text: 'authentication_method is one of the country, e.g. BANKID_SE in SE',
	test: (value, { body }) => {
		const { country: market } = body as Start;
		if (market === 'SE') return value === 'BANKID_SE';
		if (typeof value !== 'string' || !methodPattern.test(value)) return false;
		const other = markets.find((one) => one !== market && value.endsWith(`_${one}`));
		return other === undefined;
	},
	fact: unverified(facts.decoupled),
};

const start: BankCall = {
	name: 'authentications.start',
	method: 'POST',
	path: '/personal/v5/decoupled/authentications',
	demands: [
		...withBody,
		country,
		method,
		{
			in: 'body',
			name: 'psu_id',
			reason: 'missing-parameter',
			spoilt: 'unknown-person',
			optional: ({ body }) => (body as Start).country === 'NO',
			text: 'psu_id names a customer of the bank',
			test: (value, _served, bank) =>
				bank.settings.shortcuts || bank.personByNumber(String(value)) !== undefined,
			fact: facts.decoupled,
		},
		{
			in: 'body',
			name: 'response_type',
			reason: 'missing-parameter',
			spoilt: 'bad-parameter',
			text: 'response_type is code',
			test: /^code$/,
			fact: facts.decoupled,
		},
	],
	answer: (served, bank) => {
		const { country: market, psu_id: psuId } = served.body as Start;
		const clientId = clientOf(served, bank).id;
		const session = beginSession(bank, clientId, market, bank.personByNumber(psuId ?? ''));
		return json({
			session_id: session.id,
			...(session.bankId !== undefined && { auto_start_token: session.bankId.autoStartToken }),
			...qrOf(bank, session),
		});
	},
};

export function beginSession(
	bank: Bank,
	clientId: string,
	market: Market,
	expected: Person | undefined,
): Session {
	const order = market === 'SE' ? bank.bankId.auth(expected, bank.name) : undefined;
	if (order === 'alreadyInProgress') {
		throw new Refused('in-progress', {
			field: 'psu_id',
			text: 'the person had another login under way; both are cancelled',
		});
	}
	const phone =
		order === undefined
			? { app: bank.apps.ask('Nordea ID', bank.name, expected) }
			: { bankId: order };
	const session: Session = { id: randomUUID(), clientId, spent: false, ...phone };
	sessions(bank).set(session.id, session);
	return session;
}

/** Nothing to scan once somebody has. */
function qrOf(bank: Bank, { bankId }: Session) {
	const qr = bankId === undefined ? undefined : bank.bankId.qrText(bankId);
	return qr === undefined ? {} : { qr_data: qr };
}

const look: BankCall = {
	name: 'authentications.get',
	method: 'GET',
	path: '/personal/v5/decoupled/authentications/:session',
	demands: everyCall,
	answer: (served, bank) => {
		const session = sessionOf(served, bank, ({ id }) => id === served.params['session']);
		if (session === undefined) {
			throw new Refused('unknown-id', { field: 'session_id', text: 'no such session' });
		}
		const code = codeOf(bank, session);
		return json({
			session_id: session.id,
			...(code === undefined ? qrOf(bank, session) : { code }),
		});
	},
};

export function codeOf(bank: Bank, session: Session): string | undefined {
	if (personOf(bank, session) !== undefined) session.code ??= newSecret('authentication');
	return session.code;
}

const sessionOf = (
	served: Served,
	bank: Bank,
	fits: (session: Session) => boolean,
): Session | undefined => {
	const clientId = clientOf(served, bank).id;
	return [...sessions(bank).values()].find((one) => one.clientId === clientId && fits(one));
};

/** Who has said yes; nobody yet: `undefined`. Refused where nobody will. */
function personOf(bank: Bank, { bankId, app }: Session): Person | undefined {
	const auto = bank.person(bank.settings.bankIdAutoPerson);
	const order = bankId === undefined ? app : bank.bankId.collect(bankId.orderRef);
	if (bank.settings.shortcuts) return order?.expected ?? auto;
	if (app !== undefined) bank.apps.look(app.id);
	switch (order?.status) {
		case 'pending':
			return undefined;
		case 'complete':
		case 'approved': {
			const { expected, person } = order;
			if (expected === undefined || expected === person) return person;
			throw new Refused('wrong-person', { text: 'somebody else has logged in' });
		}
		default:
			throw new Refused('wrong-state', {
				field: 'session_id',
				text: 'the login was cancelled or took too long',
			});
	}
}

const authorizations: BankCall = {
	name: 'authorizations',
	method: 'POST',
	path: '/personal/v5/decoupled/authorizations',
	demands: [
		...withBody,
		{
			in: 'body',
			name: 'code',
			reason: 'missing-parameter',
			test: /./,
			wrong: '',
			fact: facts.decoupled,
		},
		{
			in: 'body',
			name: 'response_type',
			reason: 'missing-parameter',
			spoilt: 'bad-parameter',
			text: 'response_type is nordea_token',
			test: /^nordea_token$/,
			fact: facts.decoupled,
		},
		...grantDemands(facts.decoupled, false),
	],
	answer: (served, bank) => {
		const { code, ...asked } = served.body as Asked & { readonly code: string };
		const session = sessionOf(served, bank, (one) => one.code === code && !one.spent);
		const person = session === undefined ? undefined : personOf(bank, session);
		if (session === undefined || person === undefined) {
			throw new Refused('bad-grant', { field: 'code', text: 'the code is unknown or spent' });
		}
		const next = codeFor(bank, { clientId: session.clientId, asked, person });
		session.spent = true;
		return json({ code: next });
	},
};

export const decoupledCalls: readonly BankCall[] = [
	start,
	look,
	authorizations,
	tokenCall('/personal/v5/decoupled/token', false),
];
