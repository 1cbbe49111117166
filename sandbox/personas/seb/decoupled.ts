import { randomUUID } from 'node:crypto';
import { isIP } from 'node:net';
import type { Bank } from '../../bank/bank';
import type { Order } from '../../bankid/order';
import { PhoneError } from '../../bankid/service';
import { clientWith } from '../../kit/grants';
import { may } from '../../kit/demands';
import type { BankCall, BodyDemand, TextDemand } from '../../kit/persona';
import { Refused } from '../../kit/refused';
import { json, type Served } from '../../kit/served';
import { shelf } from '../../kit/shelf';
import { row } from './facts';
import { isLive, isRegistered, isScope, opened } from './login';

type Version = 'v3' | 'v4';

interface Asked {
	readonly version: Version;
	readonly clientId: string;
	readonly scope: string;
	readonly startMode: string;
}

interface Authorization extends Asked {
	readonly id: string;
	readonly order: Order;
	lookedAt: number;
	/** Looks in a row that came too soon. */
	hasty: number;
	spent: boolean;
}

const authorizations = shelf(() => new Map<string, Authorization>());

/** A few looks that come too soon are let pass: a page that was reloaded, two tabs. */
const patience = 5;

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const textOf = ({ body }: Served, name: string): string | undefined => {
	const value = (body as Record<string, unknown> | undefined)?.[name];
	return isText(value) ? value : undefined;
};

const field = (name: string, fact: string, more: Partial<BodyDemand> = {}): BodyDemand => ({
	in: 'body',
	name,
	reason: 'missing-parameter',
	spoilt: 'bad-parameter',
	test: isText,
	fact,
	...more,
});

/** v4 wants to know where the person is, at the order and at every look. */
const whereabouts: TextDemand = {
	in: 'header',
	name: 'psu-ip-address',
	reason: 'missing-header',
	spoilt: 'bad-header',
	test: (value) => isIP(value) !== 0,
	text: 'psu-ip-address is the address of the person',
	fact: row('v4 changes'),
};

function callsOf(version: Version): readonly BankCall[] {
	const suffix = version === 'v3' ? '.v3' : '';
	const path = `/auth/${version}`;
	const who = version === 'v4' ? [whereabouts] : [];
	return [
		{
			name: `order${suffix}`,
			method: 'POST',
			path: `${path}/authorizations`,
			demands: [
				...who,
				field('client_id', row('Start'), {
					spoilt: 'unknown-client',
					test: (id, _served, bank) => bank.clients.has(String(id)),
				}),
				field('scope', row('Scopes'), {
					spoilt: 'bad-scope',
					test: (text) => isText(text) && isScope(text),
					text: 'scope is psd2_accounts, psd2_payments or both',
				}),
				field('start_mode', row('Start'), { test: /^(ast|qr)$/, text: 'start_mode is ast or qr' }),
				may('body', 'lang', row('Start')),
			],
			answer: (served, bank) => {
				const { id } = begin(bank, {
					version,
					clientId: textOf(served, 'client_id') ?? '',
					scope: textOf(served, 'scope') ?? '',
					startMode: textOf(served, 'start_mode') ?? '',
				});
				return json({ auth_req_id: id }, 201);
			},
		},
		{
			name: `look${suffix}`,
			method: 'GET',
			path: `${path}/authorizations/:id`,
			demands: who,
			answer: ({ params }, bank) => {
				const found = authorizationOf(bank, version, params['id']);
				slowDown(bank, found);
				return json(standing(bank, found));
			},
		},
		{
			name: `exchange${suffix}`,
			method: 'POST',
			path: `${path}/tokens`,
			demands: [
				field('client_id', row('Exchange'), {
					spoilt: 'unknown-client',
					test: (id, _served, bank) => bank.clients.has(String(id)),
				}),
				field('client_secret', row('Exchange'), { spoilt: 'unknown-client' }),
				field('redirect_uri', row('v4 changes'), {
					spoilt: 'unknown-redirect',
					test: (address, served, bank) =>
						isRegistered(bank, textOf(served, 'client_id'), String(address)),
				}),
			],
			answer: async (served, bank) => {
				const client = clientWith(
					bank,
					textOf(served, 'client_id'),
					textOf(served, 'client_secret'),
				);
				const refreshToken = textOf(served, 'refresh_token');
				if (refreshToken === undefined) {
					return json(exchanged(bank, version, client.id, textOf(served, 'auth_req_id')), 201);
				}
				served.note({ grant: 'refresh_token' });
				const result = bank.grants.renew(refreshToken, client.id, (id) => isLive(bank, id));
				await bank.barrier.passed();
				if (typeof result === 'object') return json(result.tokens, 201);
				if (result === 'reused') served.note({ grant: 'refresh_token re-used' });
				throw new Refused('bad-grant', { text: 'The provided refresh token is invalid' });
			},
		},
	];
}

/** Nobody is named: whoever opens the order logs in. */
export function begin(bank: Bank, asked: Asked): Authorization {
	const order = bank.bankId.auth(undefined, bank.name);
	if (order === 'alreadyInProgress') throw new Refused('in-progress');
	const id = randomUUID();
	const begun = { ...asked, id, order, lookedAt: -Infinity, hasty: 0, spent: false };
	authorizations(bank).set(id, begun);
	return begun;
}

function authorizationOf(bank: Bank, version: Version, id: string | undefined): Authorization {
	const found = authorizations(bank).get(id ?? '');
	if (found?.version === version) return found;
	throw new Refused('unknown-id', { field: 'auth_req_id', text: 'no such authorization' });
}

function slowDown(bank: Bank, found: Authorization): void {
	const soon = bank.now() - found.lookedAt < bank.settings.pollDelayMs / 2;
	found.lookedAt = bank.now();
	found.hasty = soon ? found.hasty + 1 : 0;
	if (found.hasty > patience) throw new Refused('too-many', { text: 'wait for poll_delay' });
}

const statuses = { pending: 'PENDING', complete: 'COMPLETE', failed: 'FAILED' } as const;

/** BankID's `outstandingTransaction` is `OUTSTANDING_TRANSACTION` in v3. */
const upperSnake = (hint: string): string =>
	hint.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

function standing(bank: Bank, { version, startMode, order: asked }: Authorization) {
	const order = bank.bankId.collect(asked.orderRef) ?? asked;
	const { status, hintCode } = order;
	const pending = status === 'pending';
	const qr = bank.bankId.qrText(order);
	return {
		status: statuses[status],
		...(hintCode !== undefined && {
			hint_code: version === 'v3' ? upperSnake(hintCode) : hintCode,
		}),
		...(pending && startMode === 'ast' && { autostart_token: order.autoStartToken }),
		...(qr !== undefined && startMode === 'qr' && { qr_token: qr }),
		poll_delay: bank.settings.pollDelayMs,
	};
}

function exchanged(bank: Bank, version: Version, clientId: string, id: string | undefined) {
	if (id === undefined) {
		throw new Refused('missing-parameter', {
			field: 'auth_req_id',
			text: 'auth_req_id or refresh_token is missing',
		});
	}
	const found = authorizationOf(bank, version, id);
	if (found.clientId !== clientId) {
		throw new Refused('unknown-id', { field: 'auth_req_id', text: 'no such authorization' });
	}
	const { status, person } = bank.bankId.collect(found.order.orderRef) ?? found.order;
	if (status !== 'complete' || person === undefined) {
		throw new Refused('wrong-state', { text: 'the authorization is not complete' });
	}
	if (found.spent) {
		throw new Refused('bad-parameter', {
			field: 'auth_req_id',
			text: 'the id has been exchanged before',
		});
	}
	found.spent = true;
	const accounts = bank.library.of(person.id).map(({ resourceId }) => resourceId);
	return bank.grants.issue(opened(bank, { clientId, scope: found.scope, person, accounts })).tokens;
}

/** The sandbox's phone: BankID opens the order, picks the person and approves, all at once. */
const mockLogin: BankCall = {
	name: 'mock.login',
	method: 'POST',
	path: '/open/sb/auth/mock/v1/login',
	demands: [
		field('personal_identity_number', row('Sandbox BankID'), { test: /^\d{12}$/ }),
		field('start_token', row('Sandbox BankID'), {
			spoilt: 'unknown-id',
			test: (token, _served, bank) =>
				bank.bankId.all().some(({ autoStartToken }) => autoStartToken === token),
		}),
	],
	answer: (served, bank) => {
		const person =
			bank.personByNumber(textOf(served, 'personal_identity_number') ?? '') ??
			// One of the bank's own test people, who have no accounts here (its Postman collection sends one).
			bank.person(bank.settings.bankIdAutoPerson);
		if (person === undefined) throw new Refused('unknown-person');
		try {
			const order = bank.bankId.open(textOf(served, 'start_token') ?? '');
			bank.bankId.identify(order, person);
			bank.bankId.approve(order);
		} catch (error) {
			if (!(error instanceof PhoneError)) throw error;
			throw new Refused('wrong-state', { field: 'start_token', text: error.message });
		}
		return { status: 204 };
	},
};

export const decoupledCalls: readonly BankCall[] = [...callsOf('v4'), ...callsOf('v3'), mockLogin];
