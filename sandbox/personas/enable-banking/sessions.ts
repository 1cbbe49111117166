import { randomUUID } from 'node:crypto';
import type { Bank } from '../../bank/bank';
import type { Consent, ConsentStatus } from '../../bank/consents';
import { newSecret } from '../../bank/secrets';
import type { AccountBook } from '../../data/book';
import type { Reason } from '../../kit/refused';
import { json, type Reply, type Served } from '../../kit/served';
import { shelf } from '../../kit/shelf';
import { accountResource, hashesOf } from './account-resource';
import { callerOf, type Application } from './applications';
import type { Aspsp, PsuType } from './aspsps';
import { refusal, wrongParameter } from './refusal';

/** What `POST /auth` asked for; `asked` of the session's consent. */
export interface Asked {
	readonly application: Application;
	readonly aspsp: Aspsp;
	readonly psuType: PsuType;
	readonly psuIdHash: string;
	readonly validUntil: string;
	readonly balances: boolean;
	readonly transactions: boolean;
	/** Absent: all that the person ticks. */
	readonly ibans?: readonly string[];
	readonly createdAt: number;
}

interface Code {
	readonly session: Consent;
	readonly personId: string;
	readonly accounts: readonly string[];
	readonly expiresAt: number;
	spent: boolean;
}

const memory = shelf(() => ({
	codes: new Map<string, Code>(),
	/** By uid: the session that gave it, and what it opens there. */
	uids: new Map<string, { readonly session: Consent; readonly book: AccountBook }>(),
	/** By session id, epoch ms. */
	closedAt: new Map<string, number>(),
}));

const codeLifetimeMs = 600_000;
/** A code that `POST /sessions` takes once. */
export function codeFor(
	bank: Bank,
	session: Consent,
	personId: string,
	accounts: readonly string[],
): string {
	const code = newSecret('code');
	const expiresAt = bank.now() + codeLifetimeMs;
	memory(bank).codes.set(code, { session, personId, accounts, expiresAt, spent: false });
	return code;
}

/** A session that waits for its person. */
export const openSession = (bank: Bank, asked: Asked): Consent =>
	bank.consents.create({
		// Another bank's session, or another application's, is not ended by a new one.
		clientId: `${asked.application.id} ${asked.aspsp.country} ${asked.aspsp.name}`,
		recurring: true,
		frequencyPerDay: bank.settings.quotaPerDay ?? 0,
		validUntil: new Date(asked.validUntil).toISOString().slice(0, 10),
		asked,
	});

/** `POST /sessions`. */
export function authorizeSession(served: Served, bank: Bank): Reply {
	const { code } = served.body as { code: string };
	return json(redeemed(bank, code, callerOf(served, bank).id));
}

/** The code against a session; its accounts are told here and nowhere else. */
export function redeemed(bank: Bank, text: string, applicationId: string) {
	const { codes, uids } = memory(bank);
	const code = codes.get(text);
	if (code === undefined || askedOf(code.session).application.id !== applicationId) {
		throw refusal('bad-grant');
	}
	if (code.spent) throw codeRefusal('ALREADY_AUTHORIZED', 'Session is already authorized');
	if (code.expiresAt <= bank.now()) {
		throw codeRefusal('EXPIRED_AUTHORIZATION_CODE', 'Authorization code is expired');
	}
	code.spent = true;
	const { session, personId } = code;
	const asked = askedOf(session);
	const books = bank.library.of(personId).filter((book) => isShown(book, code, asked));
	const ids = books.map(({ resourceId }) => resourceId);
	bank.consents.approve(session, personId, {
		accounts: ids,
		balances: asked.balances ? ids : [],
		transactions: asked.transactions ? ids : [],
	});
	const accounts = books.map((book) => {
		if (book.plan.status === 'blocked') return accountResource(book, asked, null);
		const uid = randomUUID();
		uids.set(uid, { session, book });
		return accountResource(book, asked, uid);
	});
	return { session_id: session.id, accounts, ...termsOf(asked) };
}

const codeRefusal = (code: string, says: string) => refusal('bad-grant', { code, says });

/** In restricted mode those that the owner has linked: here the plain current accounts. */
function isShown(book: AccountBook, { accounts }: Code, { application, ibans }: Asked): boolean {
	const { type, currencies, iban } = book.plan;
	const linked = type === 'CACC' && currencies.length === 1;
	return (
		accounts.includes(book.resourceId) &&
		(linked || !application.restricted) &&
		(ibans === undefined || (iban !== undefined && ibans.includes(iban)))
	);
}

const askedOf = (session: Consent): Asked => session.asked as Asked;

const termsOf = ({ aspsp, psuType, validUntil, balances, transactions }: Asked) => ({
	aspsp: { name: aspsp.name, country: aspsp.country },
	psu_type: psuType,
	access: { valid_until: validUntil, balances, transactions, accounts: null },
});

const statuses: Readonly<Record<ConsentStatus, string>> = {
	received: 'PENDING_AUTHORIZATION',
	rejected: 'CANCELLED',
	valid: 'AUTHORIZED',
	expired: 'EXPIRED',
	revokedByPsu: 'REVOKED',
	terminatedByTpp: 'CLOSED',
};

/** `GET /sessions/{id}`: ids and state, and no account's name or number. */
export function session(served: Served, bank: Bank): Reply {
	const found = sessionOf(served, bank);
	const asked = askedOf(found);
	const { uids, closedAt } = memory(bank);
	const own = [...uids].filter(([, entry]) => entry.session === found);
	const closed = closedAt.get(found.id);
	return json({
		status: statuses[found.status],
		accounts: own.map(([uid]) => uid),
		accounts_data: own.map(([uid, { book }]) => ({ uid, ...hashesOf(book, asked.aspsp) })),
		...termsOf(asked),
		psu_id_hash: asked.psuIdHash,
		created: moment(asked.createdAt),
		authorized: found.approvedAt === undefined ? null : moment(found.approvedAt),
		closed: closed === undefined ? null : moment(closed),
	});
}

const moment = (epochMs: number): string => new Date(epochMs).toISOString();

/** `DELETE /sessions/{id}`. */
export function deleteSession(served: Served, bank: Bank): Reply {
	const found = sessionOf(served, bank);
	mustBeAuthorized(found);
	bank.consents.move(found, 'terminatedByTpp');
	memory(bank).closedAt.set(found.id, bank.now());
	return json({ message: 'OK' });
}

function sessionOf(served: Served, bank: Bank): Consent {
	const found = current(bank, served.params['sessionId'] ?? '');
	if (found !== undefined && askedOf(found).application.id === callerOf(served, bank).id)
		return found;
	throw refusal('unknown-consent');
}

/** The bank's books keep the last day of a consent; a session ends at the very moment. */
function current(bank: Bank, id: string): Consent | undefined {
	const found = bank.consents.find(id);
	if (found?.status === 'valid' && Date.parse(askedOf(found).validUntil) <= bank.now()) {
		bank.consents.move(found, 'expired');
	}
	return found;
}

const over: Readonly<Partial<Record<ConsentStatus, readonly [Reason, string, string]>>> = {
	expired: ['consent-expired', 'EXPIRED_SESSION', 'Session is expired'],
	revokedByPsu: ['consent-over', 'REVOKED_SESSION', 'Session is revoked'],
	terminatedByTpp: ['consent-over', 'CLOSED_SESSION', 'Session is closed'],
};

function mustBeAuthorized({ status }: Consent): void {
	if (status === 'valid') return;
	const [reason, code, says] = over[status] ?? ['wrong-state', 'WRONG_SESSION_STATUS', undefined];
	throw refusal(reason, { code, ...(says !== undefined && { says }) });
}

export interface Opened {
	readonly book: AccountBook;
	readonly session: Consent;
	readonly asked: Asked;
}

/** The account of a path, of a session that lives and covers `service`. */
export function accountOf(
	served: Served,
	bank: Bank,
	service: 'accounts' | 'balances' | 'transactions',
): Opened {
	const uid = served.params['accountId'] ?? '';
	if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(uid)) {
		throw wrongParameter('account_id is not a valid uuid');
	}
	const entry = memory(bank).uids.get(uid);
	const asked = entry === undefined ? undefined : askedOf(entry.session);
	if (entry === undefined || asked?.application.id !== callerOf(served, bank).id) {
		throw refusal('unknown-id');
	}
	const { book } = entry;
	const live = current(bank, entry.session.id) ?? entry.session;
	mustBeAuthorized(live);
	if (!live.granted[service].has(book.resourceId)) throw refusal('bad-scope');
	return { book, session: live, asked };
}
