import { newLogin } from '../../../lib/login/script';
import { LoginRecords, withoutSecrets, type LoginRecord } from '../../../lib/login/record';
import { createMemoryStore } from '../../../lib/store/memory';
import { createSealer } from '../../../lib/store/seal';

const record: LoginRecord = {
	reference: 'reference-1',
	method: 'decoupled',
	startedAt: 1_000_000,
	browser: 'digest of a cookie',
	visitor: { psuIpAddress: '203.0.113.7', language: 'en', personalNumber: '189001019802' },
	state: newLogin,
	facts: { clientToken: 'the client token', code: 'the code' },
	choices: {},
	standing: { state: 'outstanding', qr: 'bankid.x' },
};

function open(secret = 'client secret') {
	const store = createMemoryStore({ now: () => 1_000_000 });
	return { store, records: new LoginRecords(store, createSealer(secret, 'login record v1')) };
}

it('holds no readable word of a login in the store or the ticket', async () => {
	const { store, records } = open();
	const ticket = await records.write(record);
	const stored = (await store.get('login/reference-1')) ?? '';
	for (const sealed of [ticket, stored]) {
		const text = sealed + Buffer.from(sealed, 'base64url').toString('latin1');
		for (const word of ['the client token', 'the code', '189001019802', '203.0.113.7', 'bankid']) {
			expect(text).not.toContain(word);
		}
	}
	expect(await records.read('reference-1')).toEqual(record);
});

it('goes on from the ticket where the store has forgotten, with the same secret and reference only', async () => {
	const ticket = await open().records.write(record);
	expect(await open().records.read('reference-1', ticket)).toEqual(record);
	expect(await open().records.read('reference-2', ticket)).toBeUndefined();
	expect(await open('another secret').records.read('reference-1', ticket)).toBeUndefined();
	expect(await open().records.read('reference-1', 'AAAA')).toBeUndefined();
	expect(await open().records.read('reference-1')).toBeUndefined();
});

it('believes the store more than an old ticket', async () => {
	const { records } = open();
	const old = await records.write(record);
	const newer: LoginRecord = { ...record, state: { ...newLogin, phase: 'connected' } };
	await records.write(newer);
	expect(await records.read('reference-1', old)).toEqual(newer);
});

it('lets one claim the outcome', async () => {
	const { records } = open();
	const claims = await Promise.all([1, 2, 3].map(() => records.claimOutcome('reference-1')));
	expect(claims.filter(Boolean)).toHaveLength(1);
});

it('keeps nothing secret or personal of a login that is over', () => {
	const text = JSON.stringify(withoutSecrets(record));
	for (const word of ['the client token', 'the code', '189001019802', 'bankid']) {
		expect(text).not.toContain(word);
	}
	expect(text).toContain('reference-1');
});
