import type { LoginDesk } from '../shared/login-desk';
import type { ConnectedAccount, LoginRecord } from '../../lib/login/record';
import type { Standing } from '../../lib/login/script';
import type { BankProfile } from '../../lib/profile/profile';
import { quote } from '../../lib/http/redact';
import { present } from '../../lib/models/present';
import { wordsFor } from './page/words';
import { qrPicture } from '../shared/qr';

/** What the page, or a program, may know of a login. */
export interface LoginView {
	readonly reference: string;
	readonly phase: 'waiting' | 'working' | 'connected' | 'failed';
	/** For the person. */
	readonly message: string;
	/** `data:` URL of the QR code of this moment; absent once the app is open. */
	readonly qr?: string;
	/** Where the browser has to go on. */
	readonly visit?: string;
	/** The browser can't come back from there by itself: what is awaited is the address at which it has ended. */
	readonly paste?: true;
	/** Opens the app on this device. */
	readonly links?: { readonly computer: string; readonly phone: string };
	/** Only with `failed`. */
	readonly reason?: string;
	/** Only with `connected`. */
	readonly accounts?: readonly ConnectedAccount[];
	readonly validUntil?: string;
}

/** What of the desk a view needs. */
export interface Shown extends Pick<LoginDesk, 'addressOf'> {
	readonly ground: { readonly bank: Pick<BankProfile, 'logins'> };
}

export async function viewOf(desk: Shown, record: LoginRecord): Promise<LoginView> {
	const { reference, accounts, validUntil, standing, state } = record;
	const isWaiting = state.phase === 'waiting' || state.phase === 'ordering';
	const visit = desk.addressOf(record);
	const isShown = state.phase === 'waiting' && visit === undefined;
	const qr = isShown ? await pictureOf(standing) : undefined;
	const links = isShown ? standing?.links : undefined;
	const isConnected = state.phase === 'connected';
	return present<LoginView>({
		reference,
		phase:
			isConnected || state.phase === 'failed' ? state.phase : isWaiting ? 'waiting' : 'working',
		message: qr === undefined ? messageOf(desk, record) : wordsFor(desk, record).scan,
		qr,
		visit,
		paste: visit !== undefined && record.isPasted === true ? true : undefined,
		links: links && { ...links },
		reason: state.reason,
		accounts: isConnected ? (accounts ?? []) : undefined,
		validUntil: isConnected ? validUntil : undefined,
	});
}

/** Of the text that the bank gives, or as it has drawn it. */
async function pictureOf({ qr, qrPicture: drawn }: Partial<Standing> = {}) {
	if (qr !== undefined) return await qrPicture(qr);
	return drawn && `data:image/png;base64,${drawn}`;
}

/** The bank's own words to the account holder. */
const said = (message: string | undefined) => message && quote(message);

/** In the words of BankID's hints, where the app tells none. */
const hints = {
	busy: 'outstandingTransaction',
	outstanding: 'outstandingTransaction',
	started: 'started',
	signing: 'userSign',
	complete: undefined,
	failed: undefined,
} as const;

function messageOf(desk: Shown, record: LoginRecord): string {
	const { state, standing, accounts, trouble } = record;
	const word = wordsFor(desk, record);
	switch (state.phase) {
		case 'connected':
			return word.connected(accounts?.length ?? 0);
		case 'failed':
			return trouble === undefined ? word.failures[state.reason ?? 'refused'] : word.toCorrect;
		case 'finishing':
		case 'redeeming':
			return word.connecting;
		default: {
			const hinted = word.hints[standing?.hint ?? ''];
			const usual = word.hints[hints[standing?.state ?? 'outstanding'] ?? ''];
			return hinted ?? said(standing?.message) ?? usual ?? word.pending;
		}
	}
}
