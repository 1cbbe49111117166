import type { Environment } from '../../lib/profile/hosts';
import type { Access, BankProfile } from '../../lib/profile/profile';

const begin = '<!-- banks: written by npm run banks -->';
const end = '<!-- /banks -->';

/** README with the table of these banks between its marks. Throws where it has none. */
export function withBanksTable(readme: string, banks: readonly BankProfile[]): string {
	const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
	if (from < 0 || to < from) throw new Error(`README.md has no ${begin} … ${end}`);
	return `${readme.slice(0, from + begin.length)}\n${banksTable(banks)}\n${readme.slice(to)}`;
}

const access: Readonly<Record<Access, string>> = {
	anyone: 'anyone: nothing real is behind it',
	'own-accounts': "anyone, for the accounts of one's own",
	'psd2-licence': 'whoever has a PSD2 licence, or what else the bank asks for',
};

function banksTable(banks: readonly BankProfile[]): string {
	const head = ['bank', 'who may use it', 'how to log in', 'what you need', 'limits', 'source'];
	const rows = banks.map((bank) => [
		bank.country === undefined ? bank.name : `${bank.name} (${bank.country})`,
		access[bank.access],
		loginsOf(bank),
		needsOf(bank),
		limitsOf(bank),
		`[${new URL(bank.docs.url).hostname}](${bank.docs.url}), ${bank.docs.checked}`,
	]);
	return [head, head.map(() => '---'), ...rows]
		.map((cells) => `| ${cells.join(' | ')} |`)
		.join('\n');
}

const apps = { bankid: 'BankID', bank: "the bank's app" } as const;

function loginsOf({ logins, environments, typed }: BankProfile): string {
	const ways = logins.map(({ how, app = 'bank' }) => (how === 'redirect' ? 'redirect' : apps[app]));
	const connects =
		typed !== undefined || Object.values(environments).some(({ connect }) => connect !== undefined);
	return [...new Set([...(connects ? ["n8n's *Connect*"] : []), ...ways])].join(', ');
}

const environmentsOf = ({ environments }: BankProfile) =>
	(['production', 'sandbox'] as const satisfies readonly Environment[]).flatMap((name) => {
		const environment = environments[name];
		return environment === undefined ? [] : [{ name, keys: environment.keys ?? {} }];
	});

function needsOf(bank: BankProfile): string {
	const { id = 'client ID', secret = 'required', others: texts = [] } = bank.client ?? {};
	const first = [
		...(id === false ? [] : [lower(id)]),
		...(secret === 'required' ? ['client secret'] : []),
		...texts.map(({ name }) => lower(name)),
	];
	const known = environmentsOf(bank);
	const keys = (use: 'transport' | 'signing', what: string) => {
		const wanting = known.filter((each) => each.keys[use] === 'required').map(({ name }) => name);
		if (wanting.length === 0) return [];
		return [wanting.length === known.length ? what : `${what} (${wanting.join(', ')})`];
	};
	const typed = bank.typed === undefined ? [] : ["the bank's addresses"];
	const others = bank.needs === undefined ? [] : [bank.needs];
	return [
		...first,
		...keys('transport', 'a client certificate'),
		...keys('signing', 'a signing key'),
		...typed,
		...others,
	].join(', ');
}

/** `API Key` → `API key`. */
const lower = (label: string) =>
	label.replace(/\b[A-Z](?=[a-z])/g, (letter) => letter.toLowerCase());

function limitsOf({ limits }: BankProfile): string {
	const { unattended, staleDays, freshMinutes, historyDays, window } = limits;
	const part = (value: number | undefined, say: (value: number) => string) =>
		value === undefined ? [] : [say(value)];
	return [
		`${unattended.perDay} reads a day by ${unattended.per} while you are away`,
		...part(staleDays, (days) => `${days} days back then`),
		...part(freshMinutes, (minutes) => `everything in the first ${minutes} minutes`),
		...part(historyDays, (days) => `nothing older than ${days} days`),
		...part(window?.days, (days) => `asked for in parts of ${days} days`),
	].join('; ');
}
