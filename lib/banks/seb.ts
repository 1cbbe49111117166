import type { BankProfile } from '../profile/profile';
import { accountInformation, type AccountsVersion } from './seb/accounts';
import { appLogin, keptFacts, redirectLogin, renewal } from './seb/login';
import { readSebRefusal } from './seb/refusal';

export interface SebVersions {
	/** Of the decoupled authorisation. */
	readonly login: 'v3' | 'v4';
	readonly accounts: AccountsVersion;
}

const sandbox = 'https://api-sandbox.sebgroup.com';
const production = 'https://tpp-api.sebgroup.com';
/** Of the redirect login, below either. */
const redirect = '/mga/sps/oauth/oauth20';

/** SEB, Sweden. Facts: the bank's Postman collection and release notes (github.com/seb-oss/openbanking). */
export const sebWith = ({ login, accounts }: SebVersions) =>
	({
		id: 'seb',
		name: 'SEB',
		country: 'SE',
		timeZone: 'Europe/Stockholm',
		access: 'psd2-licence',
		docs: { url: 'https://developer.sebgroup.com', checked: '2026-01-13' },
		needs:
			"an app at SEB's developer portal (its sandbox takes the certificate that SEB publishes, and has no BankID app: log in by redirect there)",
		environments: {
			sandbox: {
				hosts: {
					api: `${sandbox}/ais/${accounts}/identified2`,
					authorize: `${sandbox}${redirect}/authorize`,
					token: `${sandbox}${redirect}/token`,
					login: `${sandbox}/auth/${login}`,
				},
				keys: { transport: 'required' },
			},
			production: {
				hosts: {
					// Seen with v7 (YOLT, 2022).
					api: `${production}/tpp/ais/${accounts}/identified2`,
					// YOLT, 2022: compare with the portal.
					authorize: 'https://id.seb.se/tpp',
					token: `${production}${redirect}/token`,
					// By the pattern of the sandbox, unverified.
					login: `${production}/tpp/auth/${login}`,
				},
				keys: { transport: 'required' },
			},
		},
		logins: [appLogin, redirectLogin],
		renewal,
		keep: keptFacts,
		limits: {
			unattended: { perDay: 4, per: 'account' },
			staleDays: 90,
			// v7 does not say which way money goes that is pending.
			statuses: accounts === 'v7' ? ['booked'] : ['booked', 'pending', 'both'],
		},
		...accountInformation(accounts),
		refusal: readSebRefusal,
	}) satisfies BankProfile;

/** The newer of each. */
export const seb = sebWith({ login: 'v4', accounts: 'v8' });
