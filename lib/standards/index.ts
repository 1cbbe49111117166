import type { HttpAnswer } from '../http/port';
import type { Account } from '../models/account';
import type { Balance } from '../models/balance';
import type { Consent } from '../models/consent';
import type { TransactionRow, TransactionStatus } from '../models/transaction';
import type { Page, TransactionParameters } from '../profile/reading';
import type { BankRefusal } from '../profile/refusal';
import { berlinGroup } from './berlin-group';
import { camt } from '../reading/camt';
import { readRequisition, readSession, readUkConsent } from './kit/consents';
import { enableBanking } from './enable-banking';
import { readEnableBankingRefusal } from './enable-banking/refusal';
import { goCardless } from './gocardless';
import { mt940 } from '../reading/mt940';
import { nordeaAccounts } from './nordea';
import { nordeaRefusal } from './nordea/refusal';
import { openBankingUk } from './open-banking-uk';
import { polishApi } from './polish-api';
import { stet } from './stet';

/** Whose answer it is, as far as it is known without a bank around it. */
export interface ReadingContext {
	/** IBAN of the account, so that its holder is told from the counterparty. */
	readonly iban?: string;
	/** For standards whose answer doesn't say (PolishAPI asks for each status apart). */
	readonly status?: TransactionStatus;
}

/** How a standard's answers are read, without a bank: for checking one before there is a profile. */
export interface Standard {
	readonly name: string;
	readonly accounts?: (body: unknown, context: ReadingContext) => Page<Account>;
	readonly account?: (body: unknown, context: ReadingContext) => Page<Account>;
	readonly balances: (body: unknown, context: ReadingContext) => Page<Balance>;
	readonly transactions: (body: unknown, context: ReadingContext) => Page<TransactionRow>;
	/** Absent: Berlin Group's form. */
	readonly consent?: (body: unknown) => Consent;
	/** Absent: whichever of the forms in use it has. */
	readonly refusal?: (answer: HttpAnswer) => BankRefusal;
}

const answer = (body: unknown) => ({ status: 200, headers: {}, body });

function parametersOf({ iban }: ReadingContext): TransactionParameters {
	const account = { resourceId: 'account', ...(iban !== undefined && { iban }) };
	return { account, bookingStatus: 'all' };
}

export const standards = {
	'berlin-group': {
		name: 'Berlin Group NextGenPSD2 1.3',
		accounts: (body) => berlinGroup.accounts.read(answer(body), {}),
		account: (body, context) => berlinGroup.account.read(answer(body), parametersOf(context)),
		balances: (body, context) => berlinGroup.balances.read(answer(body), parametersOf(context)),
		transactions: (body, context) =>
			berlinGroup.transactions.read(answer(body), parametersOf(context)),
	},
	gocardless: {
		name: 'GoCardless Bank Account Data 2',
		account: (body, context) => goCardless.account.read(answer(body), parametersOf(context)),
		balances: (body, context) => goCardless.balances.read(answer(body), parametersOf(context)),
		transactions: (body, context) =>
			goCardless.transactions.read(answer(body), parametersOf(context)),
		consent: readRequisition,
	},
	'enable-banking': {
		name: 'Enable Banking 1',
		accounts: (body) => enableBanking.accounts.read(answer(body), {}),
		account: (body, context) => enableBanking.account.read(answer(body), parametersOf(context)),
		balances: (body, context) => enableBanking.balances.read(answer(body), parametersOf(context)),
		transactions: (body, context) =>
			enableBanking.transactions.read(answer(body), parametersOf(context)),
		consent: readSession,
		refusal: (written) => readEnableBankingRefusal(written),
	},
	'open-banking-uk': {
		name: 'Open Banking UK 3.1 and 4.0',
		accounts: (body) => openBankingUk.accounts.read(answer(body), {}),
		account: (body, context) => openBankingUk.account.read(answer(body), parametersOf(context)),
		balances: (body, context) => openBankingUk.balances.read(answer(body), parametersOf(context)),
		transactions: (body, context) =>
			openBankingUk.transactions.read(answer(body), parametersOf(context)),
		consent: readUkConsent,
	},
	stet: {
		name: 'STET 1.4 to 1.6',
		accounts: (body) => stet.accounts.read(answer(body), {}),
		balances: (body, context) => stet.balances.read(answer(body), parametersOf(context)),
		transactions: (body, context) => stet.transactions.read(answer(body), parametersOf(context)),
	},
	'polish-api': {
		name: 'PolishAPI 2.1',
		accounts: (body) => ({ items: polishApi.accounts(answer(body)) }),
		account: (body) => ({ items: [polishApi.account(answer(body))] }),
		balances: (body) => ({ items: polishApi.balances(answer(body)) }),
		transactions: (body, { status, iban }) => ({
			items: polishApi.transactions(answer(body), status, iban === undefined ? {} : { iban }),
		}),
	},
	nordea: {
		name: 'Nordea 5',
		accounts: (body) => nordeaAccounts.accounts.read(answer(body), {}),
		account: (body, context) => nordeaAccounts.account.read(answer(body), parametersOf(context)),
		balances: (body, context) => nordeaAccounts.balances.read(answer(body), parametersOf(context)),
		transactions: (body, context) =>
			nordeaAccounts.transactions.read(answer(body), parametersOf(context)),
		refusal: (written) => nordeaRefusal(written, 'reading'),
	},
	camt: {
		name: 'ISO 20022 camt.052 and camt.053',
		accounts: (body) => ({ items: camt.accounts(body) }),
		balances: (body) => ({ items: camt.balances(body) }),
		transactions: (body, { iban }) => ({ items: camt.transactions(body, iban) }),
	},
	mt940: {
		name: 'SWIFT MT940 and MT942',
		accounts: (body) => ({ items: mt940.accounts(body) }),
		balances: (body) => ({ items: mt940.balances(body) }),
		transactions: (body, { iban }) => ({ items: mt940.transactions(body, iban) }),
	},
} as const satisfies Readonly<Record<string, Standard>>;

export type StandardId = keyof typeof standards;

export function findStandard(id: string): Standard | undefined {
	return Object.hasOwn(standards, id) ? standards[id as StandardId] : undefined;
}
