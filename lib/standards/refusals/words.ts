import type { BankErrorCode } from '../../errors';
import { isVague, meaningOf } from './codes';

interface Saying {
	readonly code: BankErrorCode;
	readonly when: RegExp;
	/** Where the code's own step would mislead. */
	readonly nextStep?: string;
}

/** Within one sentence. */
const near = '[^.]{0,80}';
const saying = (...forms: readonly string[]) => new RegExp(forms.join('|'), 'i');

/** What the sentence says whatever code stands beside it: one code means two things there. */
const telling: readonly Saying[] = [
	// Swedbank: history beyond 90 days without a fresh login (401 without a code of its own).
	{ code: 'consent-required', when: /requires SCA/i },
	// Swedbank: 429 ACCESS_EXCEEDED also for too many calls at once, which passes in a moment.
	{ code: 'rate-limited', when: /parallel requests/i },
	// GoCardless: "The rate limit for this resource is 4/day", and of the bank's own: "Daily request limit … exceeded".
	// Banks behind Enable Banking: "[HUB046]", "Access exceeded", "Daily PSU not present limit", `CLO03941`.
	{
		code: 'quota-exceeded',
		when: saying(
			'\\blimit\\b[^.]{0,40}\\b\\d+ ?(?:\\/|per|a) ?day\\b',
			'\\bdaily\\b[^.]{0,60}\\b(?:limit|quota|maximum|allowance)\\b',
			'\\b(?:limit|quota|maximum|number)\\b[^.]{0,60}\\b(?:per|a|each|the|this) day\\b',
			'\\blimit\\b[^.]{0,40}\\b(?:for )?today\\b',
			'\\b(?:limit|quota|calls|requests|accesses)\\b[^.]{0,60}\\b(?:24 ?h(?:ours)?|4 times)\\b',
			'\\bmultiplicity\\b|\\bfrequency ?per ?day\\b|\\baccess(?:es)? (?:is |are |has been )?exceeded\\b',
			'\\bPSU[- ]not[- ]present\\b[^.]{0,40}\\blimit\\b|HUB046|CLO03941',
		),
	},
];

/** Where it is up to the account holder. */
export const atTheBank =
	'Log in at the bank itself: it wants something of the account holder first, such as new terms accepted. Then run again';

const account = '\\b(?<!user )(?:bank |payment )?account\\b';
const closed =
	'(?:closed|deactivated|inactive|not active|no longer exists?|terminated|does not exist|suspended|blocked|dormant|cancelled|deleted)';
const over =
	'(?:expired|revoked|withdrawn|terminated|rejected|invalid|not valid|no longer valid|not (?:been )?(?:accepted|given)|not found|unknown|does not exist|needs? to be (?:accepted|renewed|confirmed))';
const wrong =
	"(?:not (?:active|registered|known|valid|authori[sz]ed|whitelisted|allowed|trusted)|inactive|unknown|invalid|suspended|disabled|blocked|expired|revoked|denied|missing|isn't whitelisted)";
const caller =
	'(?:client[ _-](?:id|secret|certificate|credentials)|application(?!\\/)|api[ -]?key|certificate|(?<!token |JWT )signature)';

/** What a sentence says where no code says it, or one that says little. Who calls comes before what he may. */
const sayings: readonly Saying[] = [
	{
		code: 'settings-invalid',
		// GoCardless says the first of a wrong secret, Enable Banking "Application is not active".
		when: saying(
			'no active account found with the given credentials',
			`\\b${caller}${near}\\b${wrong}\\b|\\bclient (?:is )?(?:not |un|in)(?:registered|known|valid|active)`,
			`\\b(?:invalid|unknown|wrong|expired|missing|unregistered) (?:TPP )?${caller}\\b`,
			`\\bIP\\b(?: address)?${near}\\b${wrong}`,
			// nginx, of a connection without a client certificate, or with one that it does not take.
			'\\bno required SSL certificate was sent\\b|\\bSSL certificate error\\b',
		),
		nextStep:
			'Check how n8n is registered at the bank or provider: client ID and secret, certificate, allowed addresses, and that the application is active',
	},
	{
		code: 'rate-limited',
		when: saying('\\btoo many (?:requests|calls|attempts)\\b|\\brate[ -]?limit|\\bthrottl'),
	},
	{
		code: 'consent-required',
		// GoCardless: "Access has expired or it has been revoked", "End User Agreement (EUA) … has expired".
		when: saying(
			`\\b(?:consent|agreement|EUA)\\b${near}\\b${over}\\b`,
			'\\baccess (?:has |is |was )?(?:been )?(?:expired|revoked|withdrawn)\\b',
			'\\b(?:expired|revoked|invalid|unknown|missing|no(?: longer)?(?: a)? valid)\\b[^.]{0,30}\\b(?:consent|end user agreement|EUA)\\b',
			'\\bre-?(?:authenticat|authori[sz]|consent)\\w*\\b|\\breconnect the account\\b',
			'\\b(?:SCA|strong customer authentication)\\b[^.]{0,40}\\b(?:required|needed|expired)\\b',
			`\\b(?:zustimmung|einwilligung)${near}(?:abgelaufen|widerrufen|ungültig)`,
			`\\bsamtycket?${near}(?:gått ut|utgånget|återkallat|ogiltigt)`,
			`\\bconsentement${near}(?:expiré|révoqué|invalide)|\\bconsentimiento${near}(?:caducado|expirado|revocado)`,
			`\\bconsenso${near}(?:scaduto|revocato)|\\btoestemming${near}(?:verlopen|ingetrokken)`,
		),
	},
	{
		code: 'not-found',
		// GoCardless: a closed account answers 401, so that a new login would seem to help.
		when: saying(
			`${account}${near}\\b${closed}\\b`,
			`\\b(?:closed|deactivated|inactive|suspended|blocked|dormant) (?:bank |payment )?account\\b`,
			`\\bkonto${near}(?:geschlossen|gesperrt|aufgelöst|gekündigt|avslutat|stängt|spärrat)`,
			`\\bcompte${near}(?:clôturé|fermé|bloqué)|\\bcuenta${near}(?:cancelada|cerrada|bloqueada)`,
			`\\bconto${near}(?:chiuso|estinto|bloccato)|\\brekening${near}(?:opgeheven|gesloten|geblokkeerd)`,
		),
		nextStep: 'Choose another account from the list: the bank has closed or blocked this one',
	},
	{ code: 'not-found', when: saying(`${account}${near}\\bnot found\\b|\\binvalid account id\\b`) },
	{
		code: 'not-permitted',
		when: saying(
			"\\b(?:PSU|user|customer)(?:'s)? action (?:is )?(?:required|needed)\\b",
			'\\baccept(?:ed)? (?:the |our )?(?:new |updated )?(?:terms|conditions)\\b|\\bKYC\\b|know your customer',
		),
		nextStep: atTheBank,
	},
	{
		code: 'bank-unavailable',
		// GoCardless: the bank is still being asked (409).
		when: saying(
			'\\b(?:is|are|still)(?: still| currently)? (?:being )?(?:process|prepar|generat|synchroni[sz])(?:ing|ed)\\b',
			'\\bnot (?:yet )?(?:ready|available yet|been processed)\\b|try again (?:shortly|in a (?:few|couple of))',
		),
		nextStep: 'Try again in some minutes: the bank does not have the data ready yet',
	},
];

const rightCertificate =
	'Fill in the transport certificate, or the signing certificate, that the bank has registered for this environment, with its key';
const newCertificate =
	'Get a new certificate, register it at the bank and paste it into the credential with its key';
const rightSignature =
	'Check the signing key, its certificate and the key ID in the credential: they must be those that the bank has registered for this environment';

/** Codes whose own step says more than the step of what they mean. */
const nextStepOf: Readonly<Record<string, string>> = {
	// Berlin Group 1.3, "service unspecific" codes.
	CERTIFICATE_INVALID: rightCertificate,
	CERTIFICATE_MISSING: rightCertificate,
	CERTIFICATE_EXPIRED: newCertificate,
	CERTIFICATE_REVOKED: newCertificate,
	CERTIFICATE_BLOCKED: 'Ask the bank why it has blocked the certificate',
	SIGNATURE_INVALID: rightSignature,
	SIGNATURE_MISSING: rightSignature,
};

/** What a refusal means, and what to do where that says more than its meaning. */
export interface Meaning {
	readonly code?: BankErrorCode;
	readonly nextStep?: string;
}

/** Longer texts are documents, and what they mean stands at their head. */
const longest = 2000;

export function meaningOfRefusal(bankCode = '', text = ''): Meaning {
	const bankText = text.slice(0, longest);
	const told = telling.find(({ when }) => when.test(bankText));
	if (told !== undefined) return { code: told.code };
	const known = meaningOf(bankCode) ?? meaningOf(/\bUK\.OBIE\.[\w.]*\w/.exec(bankText)?.[0] ?? '');
	const own = Object.hasOwn(nextStepOf, bankCode) ? nextStepOf[bankCode] : undefined;
	const said = sayings.find(({ when }) => when.test(bankText));
	if (said !== undefined && (known === undefined || known === said.code || isVague(bankCode))) {
		const nextStep = own ?? said.nextStep;
		return { code: said.code, ...(nextStep !== undefined && { nextStep }) };
	}
	return {
		...(known !== undefined && { code: known }),
		...(own !== undefined && { nextStep: own }),
	};
}
