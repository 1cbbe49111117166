import type { Served } from '../../kit/served';
import type { Authorisation } from './decoupled';

type Words = Readonly<Record<'en' | 'sv', string>>;

const words = {
	start: { en: 'Log in with BankID to open your accounts.', sv: 'Logga in med BankID.' },
	open: {
		en: 'Open the BankID app and scan the code.',
		sv: 'Öppna BankID-appen och skanna koden.',
	},
	go: { en: 'Go on in the BankID app.', sv: 'Fortsätt i BankID-appen.' },
	done: { en: 'Done: your accounts are open.', sv: 'Klart: dina konton är öppna.' },
	failed: { en: 'The login did not succeed.', sv: 'Inloggningen lyckades inte.' },
	wrongPerson: {
		en: 'Somebody else logged in than the one who was expected.',
		sv: 'Någon annan loggade in än den som väntades.',
	},
	foreignAccounts: {
		en: 'The accounts asked for are not those of the person who logged in.',
		sv: 'Kontona tillhör inte den som loggade in.',
	},
} satisfies Record<string, Words>;

export type PsuWord = keyof typeof words;

/** The bank's words for the account holder, Swedish where PSU-Accept-Language wants it. */
export function psuMessage({ header }: Served, word: PsuWord): string {
	const swedish = /^sv\b/i.test(header('PSU-Accept-Language') ?? '');
	return words[word][swedish ? 'sv' : 'en'];
}

export function wordFor({ order, refused }: Authorisation): PsuWord {
	if (refused !== undefined) return refused;
	if (order.status === 'complete') return 'done';
	if (order.status === 'failed') return 'failed';
	return order.hintCode === 'outstandingTransaction' ? 'open' : 'go';
}
