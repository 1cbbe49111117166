import { bearer, oneOf, uuid } from '../../sandbox/kit/demands';
import { clientOf, mayRedirectTo, oauthRefusal, tokenReply } from '../../sandbox/kit/grants';
import {
	bookOf,
	booksOf,
	countRead,
	daysAsked,
	listingOf,
	pageOf,
} from '../../sandbox/kit/listing';
import type { Persona } from '../../sandbox/kit/persona';
import { Refused } from '../../sandbox/kit/refused';
import { json } from '../../sandbox/kit/served';
import { shelf } from '../../sandbox/kit/shelf';
import { brokenLinkPage, loginPage } from '../../sandbox/kit/visit';

const orders = shelf(() => new Map<string, string>());

/** A bank that nobody knows: what a persona looks like, and what the kit's own tests call. */
export const toy = (id: string): Persona => ({
	id,
	name: `Toy bank ${id}`,
	facts: 'banks §1.2',
	settings: [{ value: { pageSize: 5 }, fact: 'banks §1.2 X-Request-ID' }],
	refuse: (reason, about) =>
		about.call === 'token'
			? oauthRefusal(reason, about)
			: { status: reason === 'missing-token' ? 401 : 400, body: { why: reason, ...about } },
	calls: [
		{
			name: 'authorize',
			method: 'GET',
			path: '/authorize',
			browser: true,
			demands: [],
			answer: ({ query, path }, bank) => {
				const client = bank.clients.get(query['client_id'] ?? '');
				const redirectUri = query['redirect_uri'] ?? '';
				if (client === undefined || !mayRedirectTo(client, redirectUri)) {
					return brokenLinkPage('unknown client or address');
				}
				const visit = bank.visits.begin({
					clientId: client.id,
					redirectUri,
					state: query['state'],
					approved: ({ id: personId }, accounts) => ({
						code: bank.grants.code({
							clientId: client.id,
							scope: 'toy',
							personId,
							accounts,
							redirectUri,
						}),
					}),
				});
				return loginPage(path, visit);
			},
		},
		{
			name: 'token',
			method: 'POST',
			path: '/token',
			demands: [],
			answer: (served, bank) => tokenReply(served, bank, { client: clientOf(served, bank) }),
		},
		{
			name: 'orders.start',
			method: 'POST',
			path: '/orders',
			demands: [
				{
					in: 'body',
					name: 'person.number',
					test: /^\d{12}$/,
					reason: 'bad-body',
					fact: 'banks §1.2 PSU-ID',
				},
			],
			answer: ({ body }, bank) => {
				const { number } = (body as { person: { number: string } }).person;
				const order = bank.apps.ask('Toy app', bank.name, bank.personByNumber(number));
				orders(bank).set(order.id, number);
				return json({ order: order.id }, 201);
			},
		},
		{
			name: 'orders.get',
			method: 'GET',
			path: '/orders/:order',
			demands: [],
			answer: ({ params }, bank) => {
				const id = params['order'] ?? '';
				if (!orders(bank).has(id)) throw new Refused('unknown-id', { field: 'order' });
				return json({ status: bank.apps.look(id)?.status });
			},
		},
		{
			name: 'accounts',
			method: 'GET',
			path: '/accounts',
			demands: [
				uuid('X-Request-ID', 'banks §1.2 X-Request-ID'),
				bearer('banks §1.2 Authorization'),
			],
			answer: ({ grant }, bank) =>
				json(
					booksOf(bank, grant.personId, grant.accounts ?? []).map(({ resourceId }) => resourceId),
				),
		},
		{
			name: 'transactions',
			method: 'GET',
			path: '/accounts/:accountId/transactions',
			demands: [
				uuid('X-Request-ID', 'banks §1.2 X-Request-ID'),
				bearer('banks §1.2 Authorization'),
				oneOf('query', 'status', ['booked', 'both'], 'banks §1.2 PSU-ID', { optional: true }),
			],
			answer: (served, bank) => {
				const { personId, accounts = [], since } = served.grant;
				const book = bookOf(bank, personId, accounts, served.params['accountId']);
				const page = pageOf(served, bank, {
					book,
					keyName: 'key',
					owner: personId ?? '',
					begin: () => {
						const days = daysAsked(served, bank, { from: 'from', to: 'to', since });
						countRead(served, bank, `${personId}/${book.resourceId}`);
						return listingOf(bank, book, days, 'booked');
					},
				});
				return json({ rows: page.booked.map(({ ordinal }) => ordinal), next: page.next });
			},
		},
	],
	example: {},
	prepare: () => ({}),
});
