import {
	usesSandbox,
	day,
	attended,
	plainBank,
	type Row,
	clock,
	get,
	settings,
	connect,
	at,
	uidOf,
	list,
	errorOf,
} from './enable-banking-tpp';

usesSandbox();

describe('how often', () => {
	const statuses = async (paths: readonly string[], headers = {}) => {
		const all: number[] = [];
		for (const path of paths) all.push((await get(path, headers)).status);
		return all;
	};

	it('is four reads a day and account of any kind, without the person', async () => {
		const session = await connect();
		const path = `/accounts/${uidOf(session)}`;
		const read = [`${path}/details`, `${path}/balances`, `${path}/transactions`];
		expect(await statuses([...read, ...read])).toEqual([200, 200, 200, 200, 429, 429]);
		const refused = await get(`${path}/balances`);
		const message = '[HUB046] Allowed number of accesses exceeded for consent.';
		expect(refused.body).toMatchObject({
			code: 429,
			error: 'ASPSP_RATE_LIMIT_EXCEEDED',
			message,
			detail: { message },
		});
		expect((await get(`/accounts/${uidOf(session, 1)}/balances`)).status).toBe(200);
		expect(await statuses(read, attended)).toEqual([200, 200, 200]);
		clock.now += day;
		expect(await statuses(read)).toEqual([200, 200, 200]);
	});

	it('counts a listing once, whatever its pages', async () => {
		await settings({ pageSize: 5 });
		const uid = uidOf(await connect());
		const { pages } = await list(uid, {}, {});
		expect(pages).toBeGreaterThan(4);
		expect((await get(`/accounts/${uid}/balances`)).status).toBe(200);
	});

	it.each([
		['Crédit Bac-à-Sable du Pays de Nulle-Part', 'FR', 'Access exceeded'],
		['Nirgendwo Handelsrepublik', 'DE', /^Daily PSU not present/],
		['Sparkasse Nirgendwo', 'DE', /consented multiplicity per day/],
	])('is said in the words of %s', async (name, country, message) => {
		await settings({ quotaPerDay: 1 });
		const uid = uidOf(await connect(at(name, country)));
		const path = `/accounts/${uid}/balances`;
		expect(await statuses([path, path])).toEqual([200, 429]);
		expect((await get(path)).body['message']).toEqual(
			typeof message === 'string' ? message : expect.stringMatching(message),
		);
	});

	it('wants all the headers of the person that the bank wants, or none', async () => {
		const session = await connect({
			psu_type: 'business',
			...at('Påhittade Bolagsbanken', 'SE'),
		});
		expect(session.accounts[0]).toMatchObject({ usage: 'ORGA' });
		const path = `/accounts/${uidOf(session)}/balances`;
		expect(await statuses([path])).toEqual([200]);
		expect(await statuses([path], attended)).toEqual([200]);
		for (const [name, value] of Object.entries(attended)) {
			const half = await get(path, { [name]: value });
			expect(errorOf(half)).toEqual([422, 'PSU_HEADER_NOT_PROVIDED']);
		}
	});

	it.each(['127.0.0.1', '192.168.1.4', '10.0.0.1', '172.31.0.1', '::1', 'fd00::1', 'fe80::1'])(
		'refuses the address of a house, %s, with an error that says nothing',
		async (address) => {
			const uid = uidOf(await connect());
			expect(await get(`/accounts/${uid}/balances`, { 'psu-ip-address': address })).toEqual({
				status: 400,
				body: {
					code: 400,
					error: 'ASPSP_ERROR',
					message: 'Error interacting with ASPSP',
					detail: 'Unknown error',
				},
			});
		},
	);

	it('refuses an address that is none', async () => {
		const uid = uidOf(await connect());
		const answer = await get(`/accounts/${uid}/balances`, { 'psu-ip-address': 'home' });
		expect(errorOf(answer)).toEqual([422, 'PSU_HEADER_INVALID']);
	});

	it('is never, without the person, at a bank that wants him', async () => {
		const uid = uidOf(await connect(at('Ingensteds Fjordbank', 'NO')));
		const path = `/accounts/${uid}/balances`;
		expect(errorOf(await get(path))).toEqual([400, 'ASPSP_ERROR']);
		expect(await statuses([path], attended)).toEqual([200]);
	});
});

describe('what banks do to their rows', () => {
	const rowsAt = async (name: string, country: string, query = {}): Promise<Row[]> =>
		(await list(uidOf(await connect(at(name, country))), { strategy: 'longest', ...query })).rows;

	it('no references at all', async () => {
		const rows = await rowsAt('Ingensteds Fjordbank', 'NO');
		expect(rows.every((row) => row.entry_reference === null)).toBe(true);
	});

	it('references by place in the day, which come a day late', async () => {
		const bank = at('Crédit Bac-à-Sable du Pays de Nulle-Part', 'FR');
		const uid = uidOf(await connect(bank));
		const [before = []] = [(await list(uid)).rows.filter(({ status }) => status === 'BOOK')];
		const today = before.filter((row) => row.booking_date === '2031-05-17');
		expect(today.length).toBeGreaterThan(0);
		expect(today.every((row) => row.entry_reference === null)).toBe(true);
		clock.now += day;
		const after = (await list(uid, { date_from: '2031-05-17', date_to: '2031-05-17' })).rows;
		expect(after.map((row) => row.entry_reference)).toEqual(
			today.map((_row, index) => `2031-05-17.${today.length - 1 - index}`),
		);
		const named = after.map((row) => ({ ...row, entry_reference: null }));
		expect(named).toEqual(today);
	});

	it('references by place in the day, which move', async () => {
		const uid = uidOf(await connect(at('Banque Fictive', 'FR')));
		const asked = { date_from: '2031-05-17', date_to: '2031-05-17', transaction_status: 'BOOK' };
		const before = (await list(uid, asked)).rows.map((row) => row.entry_reference);
		expect(before.at(-1)).toBe('2031-05-17-0');
		clock.now += day;
		const after = (await list(uid, asked)).rows.map((row) => row.entry_reference);
		expect(after.at(-1)).toBe('2031-05-17-1');
		expect(after).toHaveLength(before.length);
	});

	it('0 on all that waits', async () => {
		const rows = await rowsAt('Nirgendwo Handelsrepublik', 'DE', { transaction_status: 'PDNG' });
		expect(rows.length).toBeGreaterThan(1);
		expect(rows.every((row) => row.entry_reference === '0')).toBe(true);
	});

	it('no date on what waits', async () => {
		const rows = await rowsAt('Crédit Bac-à-Sable du Pays de Nulle-Part', 'FR');
		const [pending] = rows.filter(({ status }) => status === 'PDNG');
		expect(pending).toMatchObject({ booking_date: null, value_date: null, transaction_date: null });
	});

	it('rows twice, with another reference', async () => {
		const plain = await rowsAt(plainBank.name, plainBank.country);
		const rows = await rowsAt('Sparkasse Nirgendwo', 'DE');
		const extra = rows.filter((row) => row.entry_reference?.startsWith('X'));
		expect(extra.length).toBeGreaterThan(20);
		expect(rows.length).toBe(plain.length + extra.length);
		const [copy] = extra;
		const same = { ...copy, entry_reference: expect.anything() };
		expect(rows.filter((row) => row !== copy)).toContainEqual({ ...same });
	});

	it('shops in the text only', async () => {
		const rows = await rowsAt('Hiekkapankki', 'FI');
		const card = rows.find((row) =>
			row.remittance_information.some((line) => line.startsWith('PURCHASE ')),
		);
		expect(card).toMatchObject({ creditor: null, debtor: { name: 'Testa Exempelsson' } });
	});

	it('an empty page with a key before the first rows', async () => {
		const uid = uidOf(await connect(at('Hiekkapankki', 'FI')));
		const { body } = await get(`/accounts/${uid}/transactions?strategy=longest`);
		expect(body).toMatchObject({ transactions: [], continuation_key: expect.any(String) });
		const { rows } = await list(uid, { strategy: 'longest' });
		expect(rows).toHaveLength(200);
	});

	it('balances that fail beside rows that work, and no rows that wait', async () => {
		const uid = uidOf(await connect(at('Luftslottsbanken', 'NO')));
		expect(errorOf(await get(`/accounts/${uid}/balances`))).toEqual([400, 'ASPSP_ERROR']);
		expect((await get(`/accounts/${uid}/transactions`)).status).toBe(200);
		const other = uidOf(await connect(at('Banque Fictive', 'FR')));
		const path = `/accounts/${other}/transactions?transaction_status=`;
		expect(errorOf(await get(`${path}PDNG`))).toEqual([400, 'ASPSP_ERROR']);
		expect((await get(`${path}BOOK`)).status).toBe(200);
	});
});
