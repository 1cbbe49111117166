import type { Persona } from '../../kit/persona';
import { accountCalls } from './accounts';
import { decoupledCalls } from './decoupled';
import { example, prepare } from './example';
import { facts, unverified } from './facts';
import { attended } from './gate';
import { loginCalls } from './login';
import { refuse } from './refusal';
import { sign, verify } from './signature';

const calls = [...loginCalls, ...decoupledCalls, ...accountCalls];

/** The bank names the call that it refuses without the part before the version. */
const urlOf = (call: string): string | undefined =>
	calls.find(({ name }) => name === call)?.path.replace('/personal', '');

/** Nordea's personal APIs: access authorization 5, accounts 5. */
export const nordea: Persona = {
	id: 'nordea',
	name: 'Nordea',
	facts: 'banks §2.4',
	settings: [
		{ value: { historyDays: 366 }, fact: facts.limits },
		{ value: { unattendedDays: 90 }, fact: facts.limits },
		{ value: { freshMinutes: 60 }, fact: unverified(facts.fresh) },
		{ value: { quotaPerDay: 4 }, fact: facts.quota },
		{ value: { formerConsents: 'keep' }, fact: unverified(facts.consent) },
	],
	signature: { value: verify, fact: facts.signature },
	attended,
	refuse: (reason, about) => refuse(reason, about, urlOf(about.call)),
	calls,
	example,
	prepare,
	sign,
};
