import { createHash, randomUUID } from 'node:crypto';
import type { Bank } from '../../bank/bank';
import { may } from '../../kit/demands';
import type { Demand } from '../../kit/persona';
import { json, type Reply, type Served } from '../../kit/served';
import { visitUrl } from '../../kit/visit';
import { callerOf, mayReturnTo } from './applications';
import { aspspOf, has, type Aspsp, type PsuType } from './aspsps';
import { refusal, wrongParameter } from './refusal';
import { codeFor, openSession, type Asked } from './sessions';

const fact = 'enable-banking §3 Required in /auth';

/** RFC 3339 with an offset, and a moment that is yet to come. */
const isMoment = (text: string): boolean =>
	/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i.test(text) &&
	!Number.isNaN(Date.parse(text));

export const authDemands: readonly Demand[] = [
	{
		in: 'body',
		name: 'access.valid_until',
		reason: 'missing-parameter',
		fact: 'enable-banking §3 valid_until form',
		test: (value, _served, bank) =>
			typeof value === 'string' && isMoment(value) && Date.parse(value) > bank.now(),
	},
	may('body', 'access.balances', 'banks §6.1 POST /auth'),
	may('body', 'access.transactions', 'banks §6.1 POST /auth'),
	{ in: 'body', name: 'aspsp.name', reason: 'missing-parameter', test: /./, wrong: '', fact },
	{ in: 'body', name: 'aspsp.country', reason: 'missing-parameter', test: /^[A-Z]{2}$/, fact },
	{
		in: 'body',
		name: 'state',
		reason: 'missing-parameter',
		test: (value) => typeof value === 'string' && value !== '',
		wrong: '',
		fact,
	},
	{
		in: 'body',
		name: 'redirect_url',
		reason: 'missing-parameter',
		spoilt: 'unknown-redirect',
		fact: 'enable-banking §1 Redirect: match',
		test: (value, served, bank) =>
			typeof value === 'string' && mayReturnTo(callerOf(served, bank), value),
	},
	{
		in: 'body',
		name: 'psu_type',
		reason: 'missing-parameter',
		optional: true,
		test: /^(personal|business)$/,
		fact,
	},
	{
		in: 'body',
		name: 'language',
		reason: 'missing-parameter',
		optional: true,
		test: /^[a-z]{2}$/,
		fact: 'banks §6.1 POST /auth',
	},
];

interface AuthBody {
	readonly access: {
		readonly valid_until: string;
		readonly balances?: boolean;
		readonly transactions?: boolean;
		readonly accounts?: readonly { readonly iban?: string }[];
	};
	readonly aspsp: { readonly name: string; readonly country: string };
	readonly state: string;
	readonly redirect_url: string;
	readonly psu_type?: PsuType;
	readonly auth_method?: string;
	readonly credentials?: unknown;
	readonly psu_id?: string;
}

/** `POST /auth`: where the person's browser goes. */
export function startAuthorization(served: Served, bank: Bank): Reply {
	const body = served.body as AuthBody;
	const application = callerOf(served, bank);
	const aspsp = aspspFor(body, bank);
	const { access, psu_id = randomUUID(), redirect_url: redirectUri, state } = body;
	const asked: Asked = {
		application,
		aspsp,
		psuType: body.psu_type ?? aspsp.psuTypes[0] ?? 'personal',
		psuIdHash: createHash('sha256').update(`${application.id}/${psu_id}`).digest('hex'),
		validUntil: access.valid_until,
		balances: access.balances ?? true,
		transactions: access.transactions ?? true,
		...(access.accounts !== undefined && {
			ibans: access.accounts.flatMap(({ iban }) => iban ?? []),
		}),
		createdAt: bank.now(),
	};
	const session = openSession(bank, asked);
	const visit = bank.visits.begin({
		clientId: application.name,
		redirectUri,
		state,
		approved: (person, accounts) => {
			if (has(aspsp, 'logins-fail')) {
				bank.consents.move(session, 'rejected');
				return { error: 'server_error' };
			}
			return { code: codeFor(bank, session, person.id, accounts) };
		},
		denied: () => {
			bank.consents.move(session, 'rejected');
			return { error: 'access_denied', error_description: 'Cancelled by user' };
		},
	});
	return json({
		url: visitUrl(served, visit),
		authorization_id: visit.id,
		psu_id_hash: asked.psuIdHash,
	});
}

function aspspFor({ aspsp: asked, access, ...body }: AuthBody, bank: Bank): Aspsp {
	const aspsp = aspspOf(asked.name, asked.country);
	if (aspsp === undefined) {
		throw refusal('bad-parameter', {
			code: 'WRONG_ASPSP_PROVIDED',
			says: 'Wrong ASPSP name provided',
		});
	}
	const { days, psuTypes, hiddenMethod } = aspsp;
	if (!psuTypes.includes(body.psu_type ?? psuTypes[0] ?? 'personal')) {
		throw wrongParameter('psu_type is not supported by the ASPSP');
	}
	if (body.auth_method !== undefined && body.auth_method !== hiddenMethod) {
		throw wrongParameter('auth_method is not supported by the ASPSP');
	}
	if (body.credentials !== undefined && body.auth_method === undefined) {
		throw wrongParameter('credentials can be supplied only if auth_method is specified');
	}
	const seconds = days * 86_400;
	if (Date.parse(access.valid_until) > bank.now() + seconds * 1000) {
		const says = `ASPSP does not support consent validity more than ${seconds} seconds in the future`;
		throw refusal('bad-parameter', { says });
	}
	return aspsp;
}
