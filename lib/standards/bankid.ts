import type { AppLinks, LoginFailure, LoginStanding } from '../profile/login';

/*
 * BankID relying party API v6, hint codes of `collect`. Banks hand them on in camelCase or UPPER_SNAKE.
 * https://developers.bankid.com/api-references/auth--sign/collect
 */

type Standing = Pick<LoginStanding, 'state' | 'reason' | 'hint'>;

const pending: Readonly<Record<string, LoginStanding['state']>> = {
	outstandingTransaction: 'outstanding',
	noClient: 'outstanding',
	started: 'started',
	userMrtd: 'signing',
	userSign: 'signing',
	userCallConfirm: 'signing',
	processing: 'signing',
};

const failed: Readonly<Record<string, LoginFailure>> = {
	expiredTransaction: 'expired',
	certificateErr: 'unusable',
	userCancel: 'cancelled',
	cancelled: 'replaced',
	startFailed: 'not-opened',
	notSupportedByUserApp: 'unusable',
	transactionRiskBlocked: 'refused',
	userDeclinedCall: 'cancelled',
};

/**
 * `own`: how a login fails for words that the bank has added. `undefined` for a word that nobody knows: then the bank's
 * own status decides.
 */
export function standingOf(
	hintCode: string,
	own: Readonly<Record<string, LoginFailure>> = {},
): Standing | undefined {
	const hint = /^[A-Z_]+$/.test(hintCode) ? camelCase(hintCode) : hintCode;
	const state = wordIn(pending, hint);
	if (state !== undefined) return { state, hint };
	const reason = wordIn(failed, hint) ?? wordIn(own, hint);
	return reason === undefined ? undefined : { state: 'failed', reason, hint };
}

const wordIn = <Meaning>(words: Readonly<Record<string, Meaning>>, hint: string) =>
	Object.hasOwn(words, hint) ? words[hint] : undefined;

const camelCase = (word: string) =>
	word.toLowerCase().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** https://developers.bankid.com/getting-started/autostart */
export const bankIdLinks = (autoStartToken: string): AppLinks => {
	const token = encodeURIComponent(autoStartToken);
	return {
		computer: `bankid:///?autostarttoken=${token}&redirect=null`,
		phone: `https://app.bankid.com/?autostarttoken=${token}&redirect=`,
	};
};
