import type { BankErrorCode } from '../../lib/errors';
import type { BankProfile } from '../../lib/profile/profile';
import type { LedgerEntry } from '../../sandbox/data/ledger';
import type { Reason } from '../../sandbox/kit/refused';
import {
	bankUnderTest,
	type BankUnderTest,
	type UnderTestOptions,
} from '../support/bank-under-test';
import { testDeclared } from './declared';
import { testEnds } from './ends';
import { testLogins } from './logins';
import { testReading } from './reading';
import { testRefusals } from './refusals';
import { testRenewal } from './renewal';
import { testRestarts } from './restarts';
import { testRules } from './rules';

/** In what a bank differs from the rest, each with its reason. */
export interface Particulars {
	/** Who the client is, and what is chosen. */
	readonly opened?: UnderTestOptions;
	/** What of the ledger the bank's interface has no shape for. */
	readonly hides?: (entry: LedgerEntry) => boolean;
	/** Where the bank can't say what is meant, what its refusal comes to. */
	readonly says?: Readonly<Partial<Record<Reason, BankErrorCode>>>;
}

export interface Suite {
	readonly profile: BankProfile;
	readonly particulars: Particulars;
	/** The one connection, as just opened before each test. */
	readonly at: () => BankUnderTest;
}

/** What every profile must show at the persona of its id. */
export function testBank(profile: BankProfile, particulars: Particulars = {}): void {
	let bank: BankUnderTest | undefined;
	const at = () => {
		if (bank === undefined) throw new Error('the sandbox is not open');
		return bank;
	};
	beforeAll(async () => {
		bank = await bankUnderTest(profile, profile.id, particulars.opened);
	});
	afterAll(() => bank?.close());
	beforeEach(() => bank?.reset());

	const suite: Suite = { profile, particulars, at };
	describe('what it declares', () => testDeclared(suite));
	describe('logging in', () => testLogins(suite));
	describe('a process that dies', () => testRestarts(suite));
	describe('renewal', () => testRenewal(suite));
	describe('reading', () => testReading(suite));
	describe('how far back', () => testRules(suite));
	describe('refusals', () => testRefusals(suite));
	describe('the end', () => testEnds(suite));
}
