import { creditorReference, iban, withLuhn } from './check-digits';

/** What a payment is about; when, how much and on which account is the book's business. */
export interface Story {
	/** ISO 20022 bank transaction code. */
	readonly code: string;
	readonly direction: 'in' | 'out';
	/** Smallest and largest amount in hundredths. */
	readonly size: readonly [number, number];
	readonly counterparty?: { readonly name?: string; readonly iban?: string };
	readonly text?: string;
	readonly lines?: readonly string[];
	readonly structured?: { readonly reference: string; readonly type: string };
	readonly endToEndId?: string;
	readonly mandateId?: string;
	readonly creditorId?: string;
	/** What the bank gives as its references; `own`: good ones. */
	readonly references: 'own' | 'none' | 'NOTPROVIDED';
	/** The payment was made in this currency, at this rate. */
	readonly foreign?: { readonly currency: string; readonly rate: string };
	/** Payments inside one batch booking. */
	readonly batch?: number;
	/** The bank leaves out zeros after the point. */
	readonly shortAmount?: boolean;
}

const shop = (name: string, largest: number): Story => ({
	code: 'PMNT-CCRD-POSD',
	direction: 'out',
	size: [1_500, largest],
	counterparty: { name },
	text: `Kortköp ${name}`,
	references: 'own',
});

const twin: Story = {
	code: 'PMNT-CCRD-POSD',
	direction: 'out',
	size: [3_900, 3_900],
	counterparty: { name: 'Kaffe & Låtsasbulle AB' },
	text: 'Kaffe & Låtsasbulle',
	references: 'none',
};

/** Stands right after `twins.first` in the cycle and repeats it in everything. */
export const twins = { first: 3, second: 4 } as const;

/** One turn of the cycle: the everyday, and everything that has ever broken an importer. */
export const stories: readonly Story[] = [
	shop('Påhittade Livs', 85_000),
	{
		code: 'PMNT-RCDT-ESCT',
		direction: 'in',
		size: [2_400_000, 3_900_000],
		counterparty: { name: 'Luftslott & Co', iban: iban('SE', '99900000000000000501') },
		text: 'LÖN',
		endToEndId: 'LON-E2E',
		references: 'own',
	},
	shop('Hittepå Bok', 45_000),
	twin,
	twin,
	{ ...shop('=1+1 Kalkyl', 20_000), text: '=1+1' },
	{ ...shop('@SUM(A1:A9) Kiosk', 9_000), text: '@SUM(A1:A9)' },
	{ ...shop('-2+3 Rabatthörnan', 9_900), text: '-2+3+cmd|calc' },
	{ ...shop('+46 Telefoni', 39_900), text: '+46 000 00 00' },
	{
		code: 'PMNT-ICDT-ESCT',
		direction: 'out',
		size: [10_000, 250_000],
		counterparty: { name: 'Hyresvärden i Ingenstans', iban: iban('SE', '99900000000000000502') },
		text: 'Hyra',
		endToEndId: 'NOTPROVIDED',
		references: 'own',
	},
	{ ...shop('Automat utan nummer', 12_000), endToEndId: 'NOTPROVIDED', references: 'NOTPROVIDED' },
	{
		code: 'PMNT-CCRD-POSD',
		direction: 'out',
		size: [2_000, 90_000],
		counterparty: { name: 'MAKE-BELIEVE BOOKS PORTLAND' },
		text: 'Card purchase abroad',
		references: 'own',
		foreign: { currency: 'CAD', rate: '7.6543' },
	},
	{
		code: 'PMNT-RDDT-ESDD',
		direction: 'out',
		size: [19_900, 89_900],
		counterparty: { name: 'Stadtwerke Nirgendwo', iban: iban('DE', '999999990000000503') },
		structured: { reference: creditorReference('539007547034'), type: 'SCOR' },
		mandateId: 'MANDAT-0001',
		creditorId: 'DE98ZZZ09999999999',
		references: 'own',
	},
	{
		code: 'PMNT-ICDT-DMCT',
		direction: 'out',
		size: [5_000, 60_000],
		counterparty: { name: 'Räkningsverket' },
		structured: { reference: withLuhn('1234567890'), type: 'OCR' },
		references: 'own',
	},
	{
		code: 'PMNT-RCDT-XBCT',
		direction: 'in',
		size: [10_000, 70_000],
		counterparty: { name: 'Ωmega Ζωή — 株式会社見本 — مثال' },
		lines: [
			`Faktura ${'mycket lång text '.repeat(7)}slut`,
			'Zażółć gęślą jaźń · naïve façade · 你好 · שלום · 🏦👩‍👩‍👧‍👦',
			'Decomposed: A\u030Angstro\u0308m',
		],
		references: 'own',
	},
	{
		code: 'PMNT-RCDT-INST',
		direction: 'in',
		size: [5_000, 40_000],
		counterparty: { name: 'Kompis Kompisson' },
		lines: ['Swish', 'Tack för "maten"; vi ses,\tsnart'],
		references: 'own',
	},
	{ code: 'ACMT-MDOP-CHRG', direction: 'out', size: [500, 3_500], references: 'own' },
	{
		code: 'PMNT-IRCT-ESCT',
		direction: 'out',
		size: [100_000, 400_000],
		counterparty: { name: 'Diverse mottagare' },
		text: 'Buntbetalning',
		batch: 3,
		references: 'own',
	},
	{ ...shop('Jämna Kronor', 50_000), shortAmount: true },
	{
		code: 'PMNT-CCRD-POSC',
		direction: 'in',
		size: [1_500, 30_000],
		counterparty: { name: 'Påhittade Livs' },
		text: 'Återköp',
		references: 'own',
	},
	shop('Bussbolaget Bakåt', 4_400),
	{ ...shop('Ägg, ost & "citat" <b>AB</b>', 15_000), text: "Rad 1\nRad 2; 'citat' & <b>" },
	{ code: 'ACMT-MCOP-INTR', direction: 'in', size: [1, 900], text: 'Ränta', references: 'none' },
	shop('Fantasifrisören', 69_900),
];
