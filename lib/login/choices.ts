import { z } from 'zod/v4';
import { BankError } from '../errors';
import type { Clock } from '../http/port';
import { settle, settleSync } from '../outcome';
import type { Choice, Option } from '../profile/choice';
import type { Texts } from '../profile/hosts';
import type { BankProfile } from '../profile/profile';
import { digest } from '../store/digest';
import type { Sealer } from '../store/seal';
import type { Store } from '../store/store';
import type { BankCalls } from './bank-calls';
import { contextOf } from './context';
import { takeLoginTurn } from './order-limit';

/** A choice with what there is to choose from at the moment. */
export interface Offered extends Pick<Choice, 'id' | 'name' | 'description'> {
	readonly options: readonly Option[];
}

/** Of most banks there are none. */
export const choicesAtLogin = ({ choices = [] }: Pick<BankProfile, 'choices'>): readonly Choice[] =>
	choices.filter(({ where }) => where === 'login');

export interface LoginChoicesOptions {
	readonly bank: BankProfile;
	readonly calls: BankCalls;
	readonly store: Store;
	readonly clock: Clock;
	readonly sealer: Sealer;
	/** A digest of the credential's id. */
	readonly connectionId: string;
}

const keptMs = 60 * 60 * 1000;
/** Times that the bank is asked in ten minutes, where its answer can't be kept. */
const limit = 20;
/** Thousands of banks, each with all that is known of it. */
const largestAnswer = 32 * 1024 * 1024;

/** What is chosen for each login: which bank behind a service, which of its brands. */
export class LoginChoices {
	readonly all: readonly Choice[];

	constructor(private readonly options: LoginChoicesOptions) {
		this.all = choicesAtLogin(options.bank);
	}

	/** In the bank's order. The bank is asked once an hour. Throws a BankError. */
	async offered(choices: readonly Choice[] = this.all): Promise<readonly Offered[]> {
		const offered: Offered[] = [];
		for (const choice of choices) {
			offered.push({ ...choice, options: await this.optionsOf(choice) });
		}
		return offered;
	}

	/** The values that the bank knows for what was chosen, by value or by name. Throws `invalid-input`, also where one is missing. */
	async chosen(given: Texts): Promise<Texts> {
		const { name: bank } = this.options.bank;
		const stranger = Object.keys(given).find((id) => this.all.every((choice) => choice.id !== id));
		if (stranger !== undefined) {
			throw new BankError('invalid-input', `${bank} leaves nothing of that name to be chosen`, {
				field: 'choices',
			});
		}
		const missing = this.all.find(({ id }) => (given[id] ?? '') === '');
		if (missing !== undefined) throw notChosen(bank, missing);
		const offered = await this.offered();
		return Object.fromEntries(
			offered.map((choice) => [choice.id, valueOf(bank, choice, given[choice.id] ?? '')]),
		);
	}

	private async optionsOf({ id, name, options }: Choice): Promise<readonly Option[]> {
		if (!('ask' in options)) return options;
		const { bank, calls, store, clock, sealer, connectionId } = this.options;
		const { hosts, client } = calls.place;
		const key = `choices/${digest(connectionId, bank.id, hosts.api, client.id, id)}`;
		const kept = await settle(store.get(key));
		const known = 'value' in kept ? read(kept.value && sealer.open(kept.value, key)) : undefined;
		if (known !== undefined) return known;
		await takeLoginTurn(store, clock, `choices/${connectionId}`, limit);
		const context = contextOf(calls, { accessToken: '' }, clock);
		const asked = { asked: `the list for ${name}`, largestAnswer };
		const told = await calls.ask(options, context, asked);
		// What can't be kept is asked for again.
		await settle(store.set(key, sealer.seal(JSON.stringify(told), key), keptMs));
		return told;
	}
}

const schema = z.array(
	z.object({ value: z.string(), name: z.string(), description: z.string().optional() }),
) as z.ZodType<readonly Option[]>;

function read(text: string | undefined): readonly Option[] | undefined {
	const parsed = settleSync(() => schema.parse(JSON.parse(text ?? '')));
	return 'value' in parsed ? parsed.value : undefined;
}

const notChosen = (bank: string, { name }: Pick<Choice, 'name'>) =>
	new BankError('invalid-input', `${name} is not chosen: ${bank} can't log in without it`, {
		field: name,
		nextStep: `Choose ${name}`,
	});

/** As people compare names: `credit` finds `Crédit`. */
export const folded = (text: string): string =>
	text.normalize('NFD').replace(/\p{M}/gu, '').trim().toLocaleLowerCase('en');

/** Names are what people type; one that several share says nothing. */
function valueOf(bank: string, { name, options }: Offered, wanted: string): string {
	const exact = options.find(({ value }) => value === wanted);
	if (exact !== undefined) return exact.value;
	const sought = folded(wanted);
	const [one, ...more] = options.filter((option) => folded(option.name) === sought);
	if (one !== undefined && more.length === 0) return one.value;
	const near = options.filter((option) => folded(option.name).includes(sought)).slice(0, 3);
	throw new BankError('invalid-input', `${name} names nothing that ${bank} offers`, {
		field: name,
		nextStep:
			near.length === 0
				? `Choose ${name} from the list`
				: `Choose ${name} from the list: ${near.map((option) => option.name).join(', ')}`,
	});
}
