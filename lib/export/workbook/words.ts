import type { Language } from '../source';
import type { RemarkKind } from './sheet';

const english = {
	account: 'Account',
	accounts: 'Accounts',
	balances: 'Balances',
	summary: 'Summary',
	bankTransactions: 'Bank transactions',
	bank: 'Bank',
	madeAt: 'Made',
	period: 'Period',
	wholeList: 'everything the list held',
	upToNow: 'now',
	transactions: 'Transactions',
	iban: 'IBAN',
	sheet: 'Sheet',
	currency: 'Currency',
	booked: 'Booked',
	pending: 'Pending',
	other: 'Other',
	firstDay: 'First',
	lastDay: 'Last',
	moneyIn: 'Money in',
	moneyOut: 'Money out',
	net: 'Net',
	pendingNet: 'Pending net',
	total: 'Total',
	pendingIncluded: 'pending included',
	opening: 'Opening balance',
	closing: "Bank's booked balance",
	asOf: 'As of',
	difference: 'Difference',
	reconciliation: 'Reconciliation',
	agrees: 'Agrees with the bank',
	differs: 'Differs from the bank',
	calculated: 'Opening balance calculated from the bank’s balance',
	notComparable: 'Not compared: the list may end before the day of the bank’s balance',
	noBalance: 'No booked balance from the bank',
	type: 'Type',
	amount: 'Amount',
	referenceDate: 'Reference date',
	remarks: 'Remarks',
	notRead: 'Not read',
	totalWithoutNotRead: 'Total, without what was not read',
	noRows: 'No transactions',
	noAccounts: 'There are no accounts and no transactions in this export.',
	noTransactions: 'There are no transactions in this export.',
	runningBalance: 'Running balance',
	runningTotal: 'Running total',
	page: 'Page',
	runningTotalRemark:
		'“Running total” starts at 0: the bank gave no balance that belongs to the first or last row.',
	otherRemark: 'Rows that are neither booked nor pending are in no sum of this sheet.',
};

type Words = Readonly<Record<keyof typeof english, string>>;

const swedish: Words = {
	account: 'Konto',
	accounts: 'Konton',
	balances: 'Saldon',
	summary: 'Sammanfattning',
	bankTransactions: 'Banktransaktioner',
	bank: 'Bank',
	madeAt: 'Skapad',
	period: 'Period',
	wholeList: 'allt som listan innehöll',
	upToNow: 'nu',
	transactions: 'Transaktioner',
	iban: 'IBAN',
	sheet: 'Blad',
	currency: 'Valuta',
	booked: 'Bokförda',
	pending: 'Reserverade',
	other: 'Övriga',
	firstDay: 'Första',
	lastDay: 'Sista',
	moneyIn: 'Insättningar',
	moneyOut: 'Uttag',
	net: 'Netto',
	pendingNet: 'Reserverat netto',
	total: 'Summa',
	pendingIncluded: 'reserverade medräknade',
	opening: 'Ingående saldo',
	closing: 'Bankens bokförda saldo',
	asOf: 'Per',
	difference: 'Skillnad',
	reconciliation: 'Avstämning',
	agrees: 'Stämmer med banken',
	differs: 'Avviker från banken',
	calculated: 'Ingående saldo är beräknat från bankens saldo',
	notComparable: 'Ej jämfört: listan kan sluta före dagen för bankens saldo',
	noBalance: 'Inget bokfört saldo från banken',
	type: 'Typ',
	amount: 'Belopp',
	referenceDate: 'Saldodag',
	remarks: 'Anmärkningar',
	notRead: 'Inte läst',
	totalWithoutNotRead: 'Summa, utan det som inte lästes',
	noRows: 'Inga transaktioner',
	noAccounts: 'Exporten innehåller inga konton och inga transaktioner.',
	noTransactions: 'Exporten innehåller inga transaktioner.',
	runningBalance: 'Löpande saldo',
	runningTotal: 'Löpande summa',
	page: 'Sida',
	runningTotalRemark:
		'”Löpande summa” börjar på 0: banken gav inget saldo som hör till första eller sista raden.',
	otherRemark:
		'Rader som varken är bokförda eller reserverade ingår inte i några summor på det här bladet.',
};

export const words: Readonly<Record<Language, Words>> = { en: english, sv: swedish };

const remarkTexts: Readonly<Record<Language, Readonly<Record<RemarkKind, string>>>> = {
	en: {
		'amount-as-text':
			'Amounts of more than 15 digits stand as text, so that no digit is lost; formulas leave them out',
		'text-shortened': 'Texts of more than 32,767 characters are cut there and end with …',
		'date-as-text': 'Dates that Excel has no number for stand as text',
		'row-remark':
			'Something in the bank’s answer could not be read or was put right; the transactions with remarks say what',
	},
	sv: {
		'amount-as-text':
			'Belopp med fler än 15 siffror står som text, så att ingen siffra går förlorad; formler räknar inte med dem',
		'text-shortened': 'Texter med fler än 32 767 tecken är avkortade och slutar med …',
		'date-as-text': 'Datum som Excel inte har något tal för står som text',
		'row-remark':
			'Något i bankens svar kunde inte läsas eller rättades; transaktionerna med anmärkningar säger vad',
	},
};

export const remarkText = (kind: RemarkKind, language: Language): string =>
	remarkTexts[language][kind];

const balanceNames: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
	en: {
		closingBooked: 'Closing booked',
		closingAvailable: 'Closing available',
		expected: 'Expected',
		openingBooked: 'Opening booked',
		openingAvailable: 'Opening available',
		interimBooked: 'Interim booked',
		interimAvailable: 'Interim available',
		forwardAvailable: 'Forward available',
		previouslyClosedBooked: 'Previously closed booked',
		nonInvoiced: 'Not yet invoiced',
		information: 'Information',
		other: 'Other',
	},
	sv: {
		closingBooked: 'Utgående bokfört',
		closingAvailable: 'Utgående disponibelt',
		expected: 'Förväntat',
		openingBooked: 'Ingående bokfört',
		openingAvailable: 'Ingående disponibelt',
		interimBooked: 'Aktuellt bokfört',
		interimAvailable: 'Aktuellt disponibelt',
		forwardAvailable: 'Framtida disponibelt',
		previouslyClosedBooked: 'Föregående bokfört',
		nonInvoiced: 'Ännu inte fakturerat',
		information: 'Information',
		other: 'Övrigt',
	},
};

export const balanceName = (type: string, language: Language): string =>
	balanceNames[language][type] ?? type;
