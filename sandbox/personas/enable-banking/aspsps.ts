import type { Fact } from '../../kit/persona';

/** How a bank behind the API departs from what the API promises. */
export const quirks = {
	/** `entry_reference` is always null. */
	'no-references': 'enable-banking §4.3 null',
	/** `YYYY-MM-DD.N`, null on the day of booking and filled afterwards. */
	'late-references': 'enable-banking §4.3 `YYYY-MM-DD.N`',
	/** `YYYY-MM-DD-N`; the second day moves every N by one, as if the bank had put a row before them. */
	'shifting-references': 'enable-banking §4.3 `YYYY-MM-DD-N`',
	/** `0` on every pending row. */
	'zero-references': 'enable-banking §4.3 `"0"`',
	/** Every fifth row comes a second time, with another reference. */
	'rows-twice': 'enable-banking §4.3 Twice in one answer',
	/** Pending rows have no date at all. */
	'undated-pending': 'enable-banking §4.4 Dates',
	/** Card payments name nobody but the holder; the shop is in the text. */
	'shop-in-text': 'enable-banking §4.4 KBC / CBC',
	/** The first page is empty and has a key. */
	'empty-first-page': 'enable-banking §4.2 Empty page + key',
	/** Rows that wait can't be asked for. */
	'no-pending-filter': 'enable-banking §4.4 PDNG filter',
	'no-balances': 'enable-banking §4.5 Failing balances',
	/** Too far back: the code, and words instead of a date. */
	'period-in-words': 'enable-banking §4.1 Error B',
	/** Too far back: the bank's own problem JSON, without `error`. */
	'period-problem': 'enable-banking §4.1 Error C',
	/** Too far back: an error that says nothing. */
	'period-unsaid': 'enable-banking §4.1 Error D',
	/** More than a year at once, and the session is over. */
	'period-ends-session': 'enable-banking §4.1 Error E',
	/** Every login ends in `server_error`. */
	'logins-fail': 'enable-banking §3 Banks failing here',
	/** Nothing is read without the PSU headers. */
	'attended-only': 'enable-banking §5 PSU headers needed',
} as const;

export type Quirk = keyof typeof quirks;
export type PsuType = 'personal' | 'business';

export interface Aspsp {
	readonly name: string;
	readonly country: 'DE' | 'FI' | 'FR' | 'NO' | 'SE';
	readonly psuTypes: readonly PsuType[];
	readonly beta: boolean;
	readonly days: number;
	readonly bic?: string;
	readonly requiredPsuHeaders?: readonly string[];
	/** Name of a method that works only where it is asked for by name. */
	readonly hiddenMethod?: string;
	readonly approach?: 'DECOUPLED';
	/** What it says when it was read too often. */
	readonly tooOften?: string;
	readonly quirks?: readonly Quirk[];
}

const both = ['personal', 'business'] as const;

/** Unsorted, and every name is made up. Name and country together are the only key. */
export const aspsps: Fact<readonly Aspsp[]> = {
	fact: 'enable-banking §2 Counts',
	value: [
		{
			name: 'Sandbox Savings Bank',
			country: 'SE',
			psuTypes: both,
			beta: false,
			days: 180,
			bic: 'XMPLSEZZ',
			hiddenMethod: 'SANDBANK_ID',
		},
		{
			name: 'Crédit Bac-à-Sable du Pays de Nulle-Part',
			country: 'FR',
			psuTypes: both,
			beta: true,
			days: 180,
			tooOften: 'Access exceeded',
			quirks: ['late-references', 'undated-pending'],
		},
		{
			name: 'Nirgendwo Handelsrepublik',
			country: 'DE',
			psuTypes: ['personal'],
			beta: false,
			days: 90,
			tooOften: 'Daily PSU not present consultation limit has been exceeded',
			quirks: ['zero-references', 'period-in-words'],
		},
		{
			name: 'Sandbox Savings Bank',
			country: 'FI',
			psuTypes: both,
			beta: false,
			days: 180,
			bic: 'XMPLFIZZ',
		},
		{
			name: 'Påhittade Bolagsbanken',
			country: 'SE',
			psuTypes: ['business'],
			beta: true,
			days: 180,
			requiredPsuHeaders: ['Psu-Ip-Address', 'Psu-User-Agent'],
		},
		{
			name: 'Ingensteds Fjordbank',
			country: 'NO',
			psuTypes: ['personal'],
			beta: false,
			days: 180,
			requiredPsuHeaders: ['Psu-Ip-Address'],
			quirks: ['attended-only', 'no-references'],
		},
		{
			name: 'Sparkasse Nirgendwo',
			country: 'DE',
			psuTypes: both,
			beta: false,
			days: 180,
			approach: 'DECOUPLED',
			tooOften: 'The access on the account has been exceeding the consented multiplicity per day.',
			quirks: ['rows-twice', 'period-problem'],
		},
		{
			name: 'Banque Fictive',
			country: 'FR',
			psuTypes: both,
			beta: true,
			days: 180,
			quirks: ['shifting-references', 'period-unsaid', 'no-pending-filter'],
		},
		{
			name: 'Hiekkapankki',
			country: 'FI',
			psuTypes: ['personal'],
			beta: true,
			days: 180,
			quirks: ['empty-first-page', 'shop-in-text'],
		},
		{
			name: 'Luftslottsbanken',
			country: 'NO',
			psuTypes: both,
			beta: true,
			days: 180,
			quirks: ['no-balances'],
		},
		{
			name: 'Störungsbank',
			country: 'DE',
			psuTypes: ['personal'],
			beta: true,
			days: 180,
			quirks: ['logins-fail'],
		},
		{
			name: 'Aktiebanken Ingenting',
			country: 'SE',
			psuTypes: ['personal'],
			beta: false,
			days: 90,
			quirks: ['period-ends-session'],
		},
	],
};

export const has = ({ quirks: own = [] }: Aspsp, quirk: Quirk): boolean => own.includes(quirk);

export const aspspOf = (name: unknown, country: unknown): Aspsp | undefined =>
	aspsps.value.find((one) => one.name === name && one.country === country);

/** One entry of `GET /aspsps`. */
export function aspspData(aspsp: Aspsp) {
	const { name, country, psuTypes, beta, days, bic, requiredPsuHeaders, hiddenMethod } = aspsp;
	const method = (psu_type: PsuType, hidden?: string) => ({
		name: hidden ?? null,
		title: hidden === undefined ? null : 'Sandbank ID',
		psu_type,
		credentials: null,
		approach: aspsp.approach ?? 'REDIRECT',
		hidden_method: hidden !== undefined,
	});
	return {
		name,
		country,
		logo: `https://logos.example/${country}/${encodeURIComponent(name)}/`,
		psu_types: psuTypes,
		auth_methods: [
			...psuTypes.map((type) => method(type)),
			...(hiddenMethod === undefined ? [] : [method('personal', hiddenMethod)]),
		],
		maximum_consent_validity: days * 86_400,
		sandbox: null,
		beta,
		bic: bic ?? null,
		required_psu_headers: requiredPsuHeaders ?? null,
		payments: null,
		group: null,
	};
}
