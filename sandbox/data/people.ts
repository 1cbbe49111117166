import { iban, norwegianAccount } from './check-digits';

export interface AccountPlan {
	/** Unique within the bank; never on the wire. */
	readonly key: string;
	readonly name: string;
	readonly product: string;
	/** ISO 20022 cash account type. */
	readonly type: 'CACC' | 'SVGS' | 'CARD';
	readonly status?: 'enabled' | 'blocked' | 'deleted';
	/** More than one: a multicurrency account, `XXX` on the wire. */
	readonly currencies: readonly [string, ...string[]];
	readonly iban?: string;
	readonly bban?: string;
	readonly maskedPan?: string;
	/** Part of the person's transactions; what rounding leaves goes to the first account. */
	readonly share: number;
	/** Balance before the first row that the bank still shows, in minor units of each currency. */
	readonly opening: number;
	/** Whether rows say what was left on the account afterwards. */
	readonly showsBalanceAfter?: boolean;
}

export interface Person {
	readonly id: string;
	readonly name: string;
	/** Born in 1890, number 980 and up: the range that Skatteverket keeps for tests. */
	readonly personalNumber: string;
	readonly accounts: readonly AccountPlan[];
}

/** Clearing 999x, Bankleitzahl 99999999 and Norwegian 9999 belong to no bank. */
const swedish = (number: number): string => iban('SE', `999${String(number).padStart(17, '0')}`);
const german = (number: number): string =>
	iban('DE', `99999999${String(number).padStart(10, '0')}`);
const norwegian = (number: number): string => {
	for (let candidate = number; ; candidate += 1) {
		const account = norwegianAccount(`9999${String(candidate).padStart(6, '0')}`);
		if (account !== undefined) return iban('NO', account);
	}
};

export const bic = 'XMPLSEZZ';

export const people: readonly Person[] = [
	{
		id: 'testa',
		name: 'Testa Exempelsson',
		personalNumber: '189001019802',
		accounts: [
			{
				key: 'testa-lon',
				name: 'Lönekonto',
				product: 'Sandkonto Vardag',
				type: 'CACC',
				currencies: ['SEK'],
				iban: swedish(1001),
				share: 0.5,
				opening: 1_250_000,
			},
			{
				key: 'testa-euro',
				name: 'Eurokonto',
				product: 'Sandkonto Europa',
				type: 'CACC',
				currencies: ['EUR'],
				iban: german(1002),
				share: 0.2,
				opening: 98_050,
				showsBalanceAfter: true,
			},
			{
				key: 'testa-hytte',
				name: 'Hyttekonto',
				product: 'Sandkonto Norge',
				type: 'CACC',
				currencies: ['NOK'],
				iban: norwegian(1003),
				share: 0.1,
				opening: 430_000,
			},
			{
				key: 'testa-spar',
				name: 'Sparkonto "Regnig dag"',
				product: 'Sandspar',
				type: 'SVGS',
				currencies: ['SEK'],
				iban: swedish(1004),
				share: 0.1,
				opening: 12_345_678,
				showsBalanceAfter: true,
			},
			{
				key: 'testa-kort',
				name: 'Låtsaskort',
				product: 'Sandkort',
				type: 'CARD',
				currencies: ['SEK'],
				bban: '99990000001005',
				maskedPan: '999999xxxxxx1005',
				share: 0.05,
				opening: 0,
			},
			{
				key: 'testa-resa',
				name: 'Resevaluta',
				product: 'Sandkonto Valuta',
				type: 'CACC',
				currencies: ['EUR', 'USD', 'GBP', 'JPY'],
				iban: swedish(1006),
				share: 0.05,
				opening: 50_000,
			},
		],
	},
	{
		id: 'prova',
		name: 'Pröva Låtsasson',
		personalNumber: '189001019810',
		accounts: [
			{
				key: 'prova-lon',
				name: 'Privatkonto',
				product: 'Sandkonto Vardag',
				type: 'CACC',
				currencies: ['SEK'],
				iban: swedish(2001),
				share: 0.8,
				opening: 310_099,
			},
			{
				key: 'prova-spar',
				name: 'Buffert',
				product: 'Sandspar',
				type: 'SVGS',
				currencies: ['SEK'],
				iban: swedish(2002),
				share: 0.2,
				opening: 5_000_000,
				showsBalanceAfter: true,
			},
		],
	},
	{
		id: 'fiktiva',
		name: 'Fiktiva Påhitt-Ødegård',
		personalNumber: '189001029819',
		accounts: [
			{
				key: 'fiktiva-bruk',
				name: 'Brukskonto',
				product: 'Sandkonto Norge',
				type: 'CACC',
				currencies: ['NOK'],
				iban: norwegian(3001),
				share: 0.6,
				opening: 777_700,
			},
			{
				key: 'fiktiva-euro',
				name: 'Tagesgeld "Phantasie"',
				product: 'Sandkonto Europa',
				type: 'CACC',
				currencies: ['EUR'],
				iban: german(3002),
				share: 0.4,
				opening: 150_000,
			},
		],
	},
	{
		id: 'tom',
		name: 'Tom Utan Rader',
		personalNumber: '189001039826',
		accounts: [
			{
				key: 'tom-konto',
				name: 'Orört konto',
				product: 'Sandkonto Vardag',
				type: 'CACC',
				currencies: ['SEK'],
				iban: swedish(4001),
				share: 0,
				opening: 0,
			},
			{
				key: 'tom-sparrat',
				name: 'Spärrat konto',
				product: 'Sandspar',
				type: 'SVGS',
				status: 'blocked',
				currencies: ['SEK'],
				iban: swedish(4002),
				share: 0,
				opening: 100,
			},
		],
	},
];
