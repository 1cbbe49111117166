import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { type StandardId, standards } from '../../lib/standards';
import { type AnswerKind, readAnswer, type Reading } from '../../lib/reading/read-answer';
import { BankError } from '../../lib/errors';
import { pickBalances } from '../../lib/models/balance';
import { toAccountItem, toBalanceItem, toTransactionItem } from '../../lib/models/items';
import { add, canonical } from '../../lib/models/money';
import { settleSync } from '../../lib/outcome';
import { createIdentifier } from '../../lib/sync/identity';
import expectations from './expectations.json';
import {
	familyOfRecorded,
	isRecordedHere,
	type Recorded,
	recordedBody,
	recordedFolder,
	recordedIndex,
	standardOfRecorded,
} from './sources';

/** The index's words for what a body is; what is not here (requests, metadata, logins) is not read by models. */
const kinds: Readonly<Record<string, AnswerKind>> = {
	accounts: 'accounts',
	'account-items': 'accounts',
	'card-accounts': 'accounts',
	'account-details': 'account',
	'account-item': 'account',
	'account-meta': 'account',
	'card-account-details': 'account',
	balances: 'balances',
	'balance-item': 'balances',
	'balance-items': 'balances',
	transactions: 'transactions',
	'transaction-items': 'transactions',
	'transaction-details': 'transactions',
	'consent-created': 'consent',
	'consent-details': 'consent',
	'consent-status': 'consent',
	agreement: 'consent',
	requisition: 'consent',
	session: 'consent',
	token: 'token',
	error: 'error',
	'error-item': 'error',
	'error-items': 'error',
};

interface Judged extends Recorded {
	readonly kind: AnswerKind;
	readonly reading?: Reading;
	readonly unsupported?: string;
	readonly refusal?: BankError;
	/** Anything outside the closed set of errors: a bug. */
	readonly crash?: unknown;
}

function judge(recorded: Recorded): Judged | undefined {
	const kind = kinds[recorded.what];
	if (kind === undefined) return undefined;
	const body = recordedBody(recorded.file);
	const isListed = ['accounts', 'account', 'balances', 'transactions'].includes(kind);
	const family = isListed ? familyOfRecorded(recorded, body) : standardOfRecorded(recorded, body);
	if ('unsupported' in family) return { ...recorded, kind, unsupported: family.unsupported };
	const outcome = settleSync(() => read(recorded, kind, family.standard, body));
	if ('value' in outcome)
		return { ...recorded, kind, ...(outcome.value && { reading: outcome.value }) };
	const { error } = outcome;
	return error instanceof BankError
		? { ...recorded, kind, refusal: error }
		: { ...recorded, kind, crash: error };
}

function read(
	{ what }: Recorded,
	kind: AnswerKind,
	id: StandardId,
	body: unknown,
): Reading | undefined {
	return readAnswer(id, standards[id], kind, what === 'balance-item' ? [body] : body);
}

const judged = isRecordedHere
	? recordedIndex()
			.map(judge)
			.filter((each) => each !== undefined)
	: [];

/** Items of a reading with the bank's own beside them, to find the one that a pointer names. */
function itemsOf(reading: Reading | undefined) {
	if (reading === undefined || !('page' in reading)) return [];
	const account = { id: 'v1:account' };
	if (reading.kind === 'transactions') {
		const identify = createIdentifier(account);
		return reading.page.items.map((row) =>
			toTransactionItem(identify(row), { account }, { raw: true }),
		);
	}
	if (reading.kind === 'balances') {
		const picked = pickBalances(reading.page.items);
		return reading.page.items.map((each) =>
			toBalanceItem(each, { account, picked }, { raw: true }),
		);
	}
	return reading.page.items.map((each) => toAccountItem(each, { bank: 'recorded' }, { raw: true }));
}

function valueAt(body: unknown, pointer: string): unknown {
	return pointer
		.split('/')
		.slice(1)
		.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], body);
}

/** The item read from what a JSON pointer names; in XML `/Ntry/5` is the sixth entry. */
function itemAt(reading: Reading | undefined, body: unknown, pointer: string): unknown {
	const items = itemsOf(reading);
	if (typeof body === 'string') return items[Number(pointer.split('/').at(-1))];
	const wanted = JSON.stringify(valueAt(body, pointer));
	const own = items.find(({ raw }) => JSON.stringify(raw) === wanted);
	return own ?? (items.length === 1 ? items[0] : undefined);
}

if (!isRecordedHere) {
	it('has nothing to read: the recorded answers (../shared/recorded) are not on this machine', () => {
		console.info(
			"The recorded answers are other people's and not part of the repository: nothing was compared.",
		);
		expect(judged).toHaveLength(0);
	});
}

const suite = () => {
	it('are each read or refused with an error of ours, never a crash', () => {
		expect(judged.filter(({ crash }) => crash !== undefined)).toEqual([]);
		for (const { refusal } of judged) {
			expect(refusal?.code ?? 'unreadable-answer').toBe('unreadable-answer');
		}
	});

	it('are refused in 3 % at most, each with the field that breaks it', () => {
		const refused = judged.filter(({ refusal }) => refusal !== undefined);
		const asked = judged.filter(({ unsupported }) => unsupported === undefined);
		console.info(table(judged));
		expect(refused.length / asked.length).toBeLessThanOrEqual(0.03);
	});

	it('have as many rows and the same sums as an independent count', () => {
		const compared = judged.filter(
			({ kind, reading, what }) =>
				(kind === 'transactions' || kind === 'balances') &&
				reading !== undefined &&
				what !== 'balance-item',
		);
		const counted = countApart(compared);
		const ours = compared.map(({ file, reading }) => ({ file, ...totalsOf(reading) }));
		expect(ours.length).toBeGreaterThan(80);
		expect(ours).toEqual(counted);
	});

	it.each(expectations.map((each) => [`${each.file}${each.at}`, each] as const))(
		'%s says what a person read there',
		(_name, { file, at, expect: expected }) => {
			const found = judged.find((each) => each.file === file);
			const item = itemAt(found?.reading, recordedBody(file), at);
			expect(item).toBeDefined();
			const facts = Object.fromEntries(
				Object.keys(expected).map((field) => [
					field,
					(item as Record<string, unknown>)[field] ?? null,
				]),
			);
			expect(facts).toEqual(expected);
		},
	);

	it('keep every row apart', () => {
		for (const { file, reading } of judged) {
			if (reading?.kind !== 'transactions') continue;
			const ids = reading.page.items
				.map(createIdentifier({ id: `v1:${file}` }))
				.map(({ id }) => id);
			expect(new Set(ids).size).toBe(ids.length);
		}
	});
};

if (isRecordedHere) describe('recorded answers of real banks', suite);

function totalsOf(reading: Reading | undefined) {
	if (reading?.kind !== 'transactions' && reading?.kind !== 'balances')
		return { rows: 0, sums: {} };
	const sums: Record<string, string> = {};
	for (const { amount } of reading.page.items) {
		sums[amount.currency] = add(sums[amount.currency] ?? '0', amount.amount);
	}
	return { rows: reading.page.items.length, sums: mapValues(sums, canonical) };
}

function countApart(compared: readonly Judged[]): unknown[] {
	const input = compared.map(({ file, kind }) => `${file}\t${kind}`).join('\n');
	const counter = path.join(__dirname, 'count.mjs');
	const { stdout, stderr } = spawnSync(process.execPath, [counter, recordedFolder], {
		input,
		encoding: 'utf8',
	});
	expect(stderr).toBe('');
	return stdout
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => {
			const { file, rows, sums } = JSON.parse(line) as {
				file: string;
				rows: number;
				sums: Record<string, string>;
			};
			return { file, rows, sums: mapValues(sums, fromUnits) };
		});
}

/** Thousand-millionths as the independent script counts them → decimal string. */
function fromUnits(units: string): string {
	const digits = units.replace('-', '').padStart(10, '0');
	const text = `${units.startsWith('-') ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}`;
	return canonical(text);
}

function mapValues(record: Record<string, string>, change: (value: string) => string) {
	return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/** Per source: read, refused, unsupported, and why. */
function table(all: readonly Judged[]): string {
	const sources = [...new Set(all.map(({ source }) => source))];
	const lines = sources.map((source) => {
		const bodies = all.filter((each) => each.source === source);
		const read = bodies.filter(({ reading }) => reading !== undefined).length;
		const why = bodies.flatMap(({ file, refusal, unsupported }) => {
			const name = path.basename(file);
			if (unsupported !== undefined) return [`${name} unsupported: ${unsupported}`];
			return refusal === undefined ? [] : [`${name} refused: ${refusal.message}`];
		});
		return `${source.padEnd(56)} ${String(read).padStart(4)} of ${String(bodies.length).padStart(3)}${why.map((each) => `\n    ${each}`).join('')}`;
	});
	const refused = all.filter(({ refusal }) => refusal !== undefined).length;
	const unsupported = all.filter((each) => each.unsupported !== undefined).length;
	const total = `${all.length} bodies, ${refused} refused (${((100 * refused) / (all.length - unsupported)).toFixed(2)} %), ${unsupported} of unsupported families`;
	return ['source, bodies read', ...lines, total].join('\n');
}
