import { type StandardId, standards } from '../../lib/standards';
import { readAnswer } from '../../lib/reading/read-answer';
import type { Balance } from '../../lib/models/balance';
import type { TransactionRow, TransactionStatus } from '../../lib/models/transaction';

/** One side of a payment. */
export interface Somebody {
	readonly name?: string;
	readonly iban?: string;
}

/** A payment in nobody's words; what is left out the bank leaves out. */
export interface Payment {
	readonly amount: unknown;
	readonly currency?: unknown;
	readonly indicator?: unknown;
	readonly creditor?: Somebody;
	readonly debtor?: Somebody;
	/** In three parts with strokes. */
	readonly code?: unknown;
	readonly text?: unknown;
	readonly status?: TransactionStatus;
	readonly bookingDate?: unknown;
	readonly valueDate?: unknown;
	readonly rate?: unknown;
	/** The balance after it. */
	readonly after?: unknown;
	/** What was instructed in another currency. */
	readonly instructed?: unknown;
}

export interface Standing {
	readonly amount: unknown;
	readonly currency?: unknown;
	readonly indicator?: unknown;
	readonly type?: unknown;
	readonly date?: unknown;
}

/** The account beside the list, where the standard's answers have one. */
export type Beside = Readonly<Record<string, unknown>>;

/** How a standard says it. */
export interface Dialect {
	readonly id: StandardId;
	/** Whether its amounts carry the sign. */
	readonly isSigned: boolean;
	/** What it calls the fields that tests look for in errors and remarks. */
	readonly fields: {
		readonly indicator: string;
		readonly valueDate?: string;
		readonly rate?: string;
		readonly after?: string;
		readonly instructed?: string;
		readonly text: string;
	};
	/** `debit` and `credit` in its words. */
	readonly indicators: readonly [string, string];
	readonly body: (payments: readonly Payment[], beside?: Beside) => object;
	readonly balances?: (standings: readonly Standing[], beside?: Beside) => object;
}

const account = (somebody: Somebody | undefined) => somebody?.iban && { iban: somebody.iban };
const parts = (code: unknown) => (typeof code === 'string' ? code.split('-') : []);

const grouped = (payments: readonly Payment[]) => ({
	booked: ofStatus(payments, 'booked').map(berlinRow),
	pending: ofStatus(payments, 'pending').map(berlinRow),
	information: ofStatus(payments, 'information').map(berlinRow),
});

const ofStatus = (payments: readonly Payment[], wanted: TransactionStatus) =>
	payments.filter(({ status = 'booked' }) => status === wanted);

const berlinRow = (payment: Payment) => ({
	transactionAmount: { amount: payment.amount, currency: payment.currency },
	creditDebitIndicator: payment.indicator,
	creditorName: payment.creditor?.name,
	creditorAccount: account(payment.creditor),
	debtorName: payment.debtor?.name,
	debtorAccount: account(payment.debtor),
	bankTransactionCode: payment.code,
	remittanceInformationUnstructured: payment.text,
	bookingDate: payment.bookingDate,
	valueDate: payment.valueDate,
	currencyExchange: (payment.rate ?? payment.instructed) && {
		exchangeRate: payment.rate,
		instructedAmount: payment.instructed,
	},
	balanceAfterTransaction: payment.after && { balanceAmount: payment.after },
});

const berlinBalances = (standings: readonly Standing[], beside: Beside = {}) => ({
	...beside,
	balances: standings.map(({ amount, currency, indicator, type, date }) => ({
		balanceAmount: { amount, currency },
		balanceType: type,
		creditDebitIndicator: indicator,
		referenceDate: date,
	})),
});

const iso = { booked: 'BOOK', pending: 'PDNG', information: 'OTHR' } as const;
const isoIndicators = ['DBIT', 'CRDT'] as const;

const berlin = {
	isSigned: true,
	fields: {
		indicator: 'creditDebitIndicator',
		valueDate: 'valueDate',
		rate: 'exchangeRate',
		after: 'balanceAfterTransaction',
		instructed: 'currencyExchange.instructedAmount',
		text: 'remittanceInformationUnstructured',
	},
	indicators: isoIndicators,
	body: (payments: readonly Payment[], beside: Beside = {}) => ({
		...beside,
		transactions: grouped(payments),
	}),
	balances: berlinBalances,
} as const;

const ukMoney = (money: unknown): unknown => {
	if (typeof money !== 'object' || money === null) return money;
	const { amount, currency } = money as Readonly<Record<string, unknown>>;
	return { Amount: amount, Currency: currency };
};

const polishParty = (somebody: Somebody | undefined) =>
	somebody && {
		accountNumber: somebody.iban,
		nameAddress: somebody.name && { value: [somebody.name] },
	};

const polishStatus = { booked: 'DONE', pending: 'PENDING', information: 'REJECTED' } as const;

export const dialects: readonly Dialect[] = [
	{ id: 'berlin-group', ...berlin },
	{ id: 'gocardless', ...berlin },
	{
		id: 'enable-banking',
		isSigned: false,
		fields: {
			indicator: 'credit_debit_indicator',
			valueDate: 'value_date',
			rate: 'exchange_rate.exchange_rate',
			after: 'balance_after_transaction',
			instructed: 'exchange_rate.instructed_amount',
			text: 'remittance_information',
		},
		indicators: isoIndicators,
		body: (payments, beside = {}) => ({
			...beside,
			transactions: payments.map((payment) => ({
				transaction_amount: { amount: payment.amount, currency: payment.currency },
				credit_debit_indicator: payment.indicator,
				status: iso[payment.status ?? 'booked'],
				creditor: payment.creditor && { name: payment.creditor.name },
				creditor_account: account(payment.creditor),
				debtor: payment.debtor && { name: payment.debtor.name },
				debtor_account: account(payment.debtor),
				bank_transaction_code:
					typeof payment.code === 'string'
						? { code: parts(payment.code)[0], sub_code: parts(payment.code).slice(1).join('-') }
						: payment.code,
				remittance_information: payment.text,
				booking_date: payment.bookingDate,
				value_date: payment.valueDate,
				exchange_rate: (payment.rate ?? payment.instructed) && {
					exchange_rate: payment.rate,
					instructed_amount: payment.instructed,
				},
				balance_after_transaction: payment.after,
			})),
		}),
		balances: (standings, beside = {}) => ({
			...beside,
			balances: standings.map(({ amount, currency, indicator, type, date }) => ({
				balance_amount: { amount, currency },
				balance_type: type,
				credit_debit_indicator: indicator,
				reference_date: date,
			})),
		}),
	},
	{
		id: 'open-banking-uk',
		isSigned: false,
		fields: {
			indicator: 'CreditDebitIndicator',
			valueDate: 'ValueDateTime',
			rate: 'CurrencyExchange.ExchangeRate',
			after: 'Balance',
			instructed: 'CurrencyExchange.InstructedAmount',
			text: 'TransactionInformation',
		},
		indicators: ['Debit', 'Credit'],
		body: (payments, beside = {}) => ({
			...beside,
			Data: {
				Transaction: payments.map((payment) => ({
					Amount: { Amount: payment.amount, Currency: payment.currency },
					CreditDebitIndicator: payment.indicator,
					Status: iso[payment.status ?? 'booked'],
					CreditorAccount: payment.creditor && {
						Identification: payment.creditor.iban,
						Name: payment.creditor.name,
					},
					DebtorAccount: payment.debtor && {
						Identification: payment.debtor.iban,
						Name: payment.debtor.name,
					},
					BankTransactionCode:
						typeof payment.code === 'string'
							? { Code: parts(payment.code)[1], SubCode: parts(payment.code)[2] }
							: payment.code,
					TransactionInformation: payment.text,
					BookingDateTime: payment.bookingDate,
					ValueDateTime: payment.valueDate,
					CurrencyExchange: (payment.rate ?? payment.instructed) && {
						ExchangeRate: payment.rate,
						InstructedAmount: ukMoney(payment.instructed),
					},
					Balance: payment.after && {
						Amount: ukMoney(payment.after),
						CreditDebitIndicator: 'Credit',
					},
				})),
			},
		}),
		balances: (standings, beside = {}) => ({
			...beside,
			Data: {
				Balance: standings.map(({ amount, currency, indicator, type, date }) => ({
					Amount: { Amount: amount, Currency: currency },
					CreditDebitIndicator: indicator,
					Type: type,
					DateTime: date,
				})),
			},
		}),
	},
	{
		id: 'stet',
		isSigned: false,
		fields: {
			indicator: 'creditDebitIndicator',
			valueDate: 'valueDate',
			text: 'remittanceInformation',
		},
		indicators: isoIndicators,
		body: (payments, beside = {}) => ({
			...beside,
			transactions: payments.map((payment) => ({
				transactionAmount: { amount: payment.amount, currency: payment.currency },
				creditDebitIndicator: payment.indicator,
				status: iso[payment.status ?? 'booked'],
				relatedParties: {
					creditor: payment.creditor && { name: payment.creditor.name },
					creditorAccount: account(payment.creditor),
					debtor: payment.debtor && { name: payment.debtor.name },
					debtorAccount: account(payment.debtor),
				},
				bankTransactionCode:
					typeof payment.code === 'string'
						? {
								domain: parts(payment.code)[0],
								family: parts(payment.code)[1],
								subFamily: parts(payment.code)[2],
							}
						: payment.code,
				remittanceInformation: payment.text,
				bookingDate: payment.bookingDate,
				valueDate: payment.valueDate,
			})),
		}),
		balances: berlinBalances,
	},
	{
		id: 'polish-api',
		isSigned: false,
		fields: {
			indicator: 'transactionCategory',
			after: 'postTransactionBalance',
			text: 'description',
		},
		indicators: ['DEBIT', 'CREDIT'],
		body: (payments, beside = {}) => ({
			...beside,
			transactions: payments.map((payment) => ({
				amount: payment.amount,
				currency: payment.currency,
				transactionCategory: payment.indicator,
				transactionStatus: polishStatus[payment.status ?? 'booked'],
				recipient: polishParty(payment.creditor),
				sender: polishParty(payment.debtor),
				transactionType: payment.code,
				description: payment.text,
				bookingDate: payment.bookingDate,
				postTransactionBalance: (payment.after as { amount?: unknown } | undefined)?.amount,
			})),
		}),
	},
];

export function rowsIn(id: StandardId, body: unknown, iban?: string): readonly TransactionRow[] {
	const context = iban === undefined ? {} : { iban };
	const reading = readAnswer(id, standards[id], 'transactions', body, context);
	if (reading?.kind !== 'transactions') throw new Error('no transactions were read');
	return reading.page.items;
}

export function balancesIn(id: StandardId, body: unknown): readonly Balance[] {
	const reading = readAnswer(id, standards[id], 'balances', body);
	if (reading?.kind !== 'balances') throw new Error('no balances were read');
	return reading.page.items;
}

/** The error that a refused field is. */
export const refusing = (field: unknown) =>
	expect.objectContaining({
		code: 'unreadable-answer',
		details: expect.objectContaining({ field }) as unknown,
	}) as Error;
