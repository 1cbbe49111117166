import { z } from 'zod/v4';
import { BankError } from '../../errors';
import type { HttpAnswer } from '../../http/port';
import { readAs } from '../../models/unreadable';
import type { Call } from '../../profile/call';
import type { Option } from '../../profile/choice';
import { get } from '../kit/asking';
import { anything, flagOf, textOf, textsOf } from '../kit/fields';

/* The banks behind the API: name and country together are the only key, and names change. */

const aspspsSchema = z.object({
	aspsps: z.array(
		z.object({
			name: z.string().min(1),
			country: z.string().regex(/^[A-Z]{2}$/),
			psu_types: z.array(z.string()),
			auth_methods: z
				.array(
					z.object({
						name: anything,
						title: anything,
						psu_type: anything,
						hidden_method: anything,
					}),
				)
				.nullish(),
			/** Seconds. */
			maximum_consent_validity: z.number().positive(),
			required_psu_headers: anything,
			beta: anything,
		}),
	),
});

export type Aspsp = z.output<typeof aspspsSchema>['aspsps'][number];

export const readAspsps = ({ body }: HttpAnswer): readonly Aspsp[] =>
	readAs(aspspsSchema, body).aspsps;

/** What a person chooses: a bank, as whose customer, and a way to log in that the bank's page doesn't offer. */
export interface Chosen {
	readonly country: string;
	readonly psuType: string;
	readonly name: string;
	readonly method?: string;
}

const valueOf = ({ country, psuType, name, method }: Chosen): string =>
	[country, psuType, name, ...(method === undefined ? [] : [method])]
		.map(encodeURIComponent)
		.join('/');

/** Throws `invalid-input`. */
export function readChosen(value: string | undefined): Chosen {
	const parts = /^([A-Z]{2})\/(personal|business)\/([^/]+)(?:\/([^/]+))?$/.exec(value ?? '');
	const [, country = '', psuType = '', name = '', method] = parts ?? [];
	if (parts !== null) {
		const chosen = { country, psuType, name: decodeURIComponent(name) };
		return method === undefined ? chosen : { ...chosen, method: decodeURIComponent(method) };
	}
	const isEmpty = value === undefined || value === '';
	throw new BankError(
		'invalid-input',
		isEmpty ? 'No bank was chosen' : 'The chosen bank is none of the list',
		{ field: 'Bank', nextStep: 'Choose the bank from the list' },
	);
}

/** Ways to log in that are used only where they are asked for by name. */
function hiddenMethods({ auth_methods: methods }: Aspsp, type: string) {
	return (methods ?? []).flatMap(({ name, title, psu_type, hidden_method }) => {
		const id = textOf(name);
		const isHidden = psu_type === type && flagOf(hidden_method) === true;
		return isHidden && id !== undefined ? [{ id, title: textOf(title) ?? id }] : [];
	});
}

/** Where the bank's own page has none to offer, one of the hidden ones is the only way in. */
function usualMethod(aspsp: Aspsp, type: string): string | undefined {
	const methods = (aspsp.auth_methods ?? []).filter(({ psu_type }) => psu_type === type);
	const isOffered = methods.some(({ hidden_method }) => flagOf(hidden_method) !== true);
	return isOffered ? undefined : hiddenMethods(aspsp, type)[0]?.id;
}

function optionsOf(aspsp: Aspsp): readonly Option[] {
	const { name, country, psu_types: types, beta } = aspsp;
	const note = flagOf(beta) === true && {
		description: 'Still in beta at Enable Banking: it may fail',
	};
	return types.flatMap((psuType) => [
		{
			value: valueOf({ country, psuType, name }),
			name: `${name} (${country}, ${psuType})`,
			...note,
		},
		...hiddenMethods(aspsp, psuType).map(({ id, title }) => ({
			value: valueOf({ country, psuType, name, method: id }),
			name: `${name} (${country}, ${psuType}, ${title})`,
			...note,
		})),
	]);
}

const byName = new Intl.Collator('en');

/** All banks of all countries, by country and name. */
export const listAspsps: Call<readonly Option[]> = {
	operation: 'aspsps',
	at: 'api',
	ask: () => get('/aspsps', { service: 'AIS' }),
	read: (answer) =>
		[...readAspsps(answer)]
			.sort((a, b) => byName.compare(a.country, b.country) || byName.compare(a.name, b.name))
			.flatMap(optionsOf),
};

/** The chosen bank as the API lists it now. Throws `settings-invalid` that names those with a similar name. */
export function findAspsp(aspsps: readonly Aspsp[], chosen: Chosen) {
	const { name, psuType, method } = chosen;
	const found =
		aspsps.find((each) => each.name === name) ??
		aspsps.find((each) => folded(each.name) === folded(name));
	if (found === undefined) throw unknown(name, aspsps);
	return { aspsp: found, method: method ?? usualMethod(found, psuType) };
}

export const psuHeadersOf = ({ required_psu_headers: names }: Aspsp): string =>
	textsOf(names).join(' ');

/** Letters and digits, without accents and case. */
const folded = (name: string): string =>
	name
		.normalize('NFKD')
		.replace(/[^\p{L}\p{N} ]/gu, '')
		.toLowerCase()
		.trim();

function unknown(name: string, aspsps: readonly Aspsp[]): BankError {
	const words = new Set(folded(name).split(/ +/));
	const near = aspsps
		.map((each) => ({
			name: each.name,
			shared: folded(each.name)
				.split(/ +/)
				.filter((word) => words.has(word)).length,
		}))
		.filter(({ shared }) => shared > 0)
		.sort((a, b) => b.shared - a.shared)
		.slice(0, 3);
	const like = near.map((each) => `"${each.name}"`).join(', ');
	return new BankError(
		'settings-invalid',
		`Enable Banking lists no bank called "${name}" any more`,
		{
			field: 'Bank',
			nextStep: `Choose the bank from the list again${like === '' ? '' : `. Similar ones: ${like}`}`,
		},
	);
}
