import type { LoginRecord } from '../../../lib/login/record';
import type { LoginFailure } from '../../../lib/profile/login';
import type { BankProfile } from '../../../lib/profile/profile';

export type Language = 'en' | 'sv';

/**
 * What the page says. The hints are BankID's recommended messages for users (RFA numbers in the comments),
 * https://developers.bankid.com/resources/user-messages
 */
export interface Words {
	readonly title: (bank: string) => string;
	readonly intro: (bank: string) => string;
	readonly start: string;
	readonly personalNumber: string;
	readonly scan: string;
	readonly openHere: string;
	readonly qrAlt: string;
	readonly again: string;
	readonly connecting: string;
	readonly connected: (count: number) => string;
	readonly validUntil: (date: string) => string;
	readonly closePage: string;
	readonly offline: string;
	readonly elsewhere: string;
	readonly noScript: string;
	/** Above a list that is long. */
	readonly search: string;
	/** Where the browser can't come back by itself. */
	readonly paste: {
		readonly open: string;
		readonly how: string;
		readonly label: string;
		readonly go: string;
	};
	/** By BankID's hint code while the order is pending. */
	readonly hints: Readonly<Record<string, string>>;
	readonly pending: string;
	readonly failures: Readonly<Record<LoginFailure, string>>;
	/** Where nobody can log in before the owner of the connection has acted; what to correct is for him alone. */
	readonly toCorrect: string;
}

const en: Words = {
	title: (bank) => `Log in to ${bank}`,
	intro: (bank) =>
		`Log in with BankID so that the workflow can read your accounts at ${bank}. It can't make payments.`,
	start: 'Log in with BankID',
	personalNumber: 'Personal number (12 digits)',
	scan: 'Start the BankID app and scan the QR code.',
	openHere: 'Open BankID on this device',
	qrAlt: 'QR code for the BankID app, a new one each second',
	again: 'Try again',
	connecting: 'Fetching your accounts …',
	connected: (count) =>
		count === 1 ? '1 account is connected' : `${count} accounts are connected`,
	validUntil: (date) => `You will be asked to log in again after ${date}.`,
	closePage: 'You can close this page.',
	offline: 'No connection to the server. Trying again …',
	elsewhere: 'The login goes on in another tab or window.',
	noScript: 'This page needs JavaScript.',
	search: 'Search',
	paste: {
		open: 'Open the bank in a new tab',
		how: 'Log in there. At the end the browser opens a page that may be empty or not found: that is as it should be. Copy the whole address of that page and come back here.',
		label: 'Paste the address you ended at',
		go: 'Go on',
	},
	hints: {
		outstandingTransaction: 'Start your BankID app.', // RFA1
		noClient: 'Start your BankID app.', // RFA1
		started: 'Searching for BankID, it may take a little while …', // RFA14
		userMrtd: 'Process your machine-readable travel document using the BankID app.', // RFA23
		userSign: 'Enter your security code in the BankID app and select Identify.', // RFA9
	},
	pending: 'Identification or signing in progress.', // RFA21
	failures: {
		cancelled: 'Action cancelled.', // RFA6
		// RFA8
		expired:
			'The BankID app is not responding. Please check that it is started and that you have internet access. If you do not have a valid BankID you can get one from your bank. Try again.',
		// RFA17
		'not-opened':
			'Failed to scan the QR code. Start the BankID app and scan the QR code. Check that the BankID app is up to date.',
		'wrong-person':
			'Somebody else logged in than the one who was expected. Use the BankID of that person.',
		replaced: 'Action cancelled. Please try again.', // RFA3
		// RFA16
		unusable:
			'The BankID you are trying to use is blocked or too old. Please use another BankID or get a new one from your bank.',
		refused: 'The bank did not accept the login. Ask the bank why.',
		'bank-error': 'The bank could not be reached or did not answer as expected. Try again later.',
		'other-accounts':
			'You logged in, but none of your accounts is known to belong to this connection. Nothing was changed. The person who connected it must log in, or the connection must be erased first.',
		'not-stored': 'The login succeeded but could not be stored. Nothing was changed. Try again.',
		interrupted: 'The login was interrupted. Please try again.',
	},
	toCorrect:
		'Nobody can log in here at the moment: something is set up wrong. Tell whoever sent you to this page.',
};

const sv: Words = {
	title: (bank) => `Logga in på ${bank}`,
	intro: (bank) =>
		`Logga in med BankID så att arbetsflödet kan läsa dina konton hos ${bank}. Det kan inte göra betalningar.`,
	start: 'Logga in med BankID',
	personalNumber: 'Personnummer (12 siffror)',
	scan: 'Starta BankID-appen och skanna QR-koden.',
	openHere: 'Öppna BankID på den här enheten',
	qrAlt: 'QR-kod för BankID-appen, en ny varje sekund',
	again: 'Försök igen',
	connecting: 'Hämtar dina konton …',
	connected: (count) => (count === 1 ? '1 konto är anslutet' : `${count} konton är anslutna`),
	validUntil: (date) => `Du behöver logga in igen efter ${date}.`,
	closePage: 'Du kan stänga sidan.',
	offline: 'Ingen kontakt med servern. Försöker igen …',
	elsewhere: 'Inloggningen fortsätter i en annan flik eller ett annat fönster.',
	noScript: 'Sidan behöver JavaScript.',
	search: 'Sök',
	paste: {
		open: 'Öppna banken i en ny flik',
		how: 'Logga in där. Till slut öppnar webbläsaren en sida som kan vara tom eller saknas: det är som det ska. Kopiera hela adressen till den sidan och kom tillbaka hit.',
		label: 'Klistra in adressen där du hamnade',
		go: 'Fortsätt',
	},
	hints: {
		outstandingTransaction: 'Starta BankID-appen.',
		noClient: 'Starta BankID-appen.',
		started: 'Söker efter BankID, det kan ta en liten stund …',
		userMrtd: 'Fotografera och läs av din ID-handling med BankID-appen.',
		userSign: 'Skriv in din säkerhetskod i BankID-appen och välj Identifiera.',
	},
	pending: 'Identifiering eller underskrift pågår.',
	failures: {
		cancelled: 'Åtgärden avbruten.',
		expired:
			'BankID-appen svarar inte. Kontrollera att den är startad och att du har internetanslutning. Om du inte har något giltigt BankID kan du skaffa ett hos din bank. Försök sedan igen.',
		'not-opened':
			'Misslyckades att läsa av QR-koden. Starta BankID-appen och läs av QR-koden. Kontrollera att BankID-appen är uppdaterad.',
		'wrong-person': 'Någon annan loggade in än den som väntades. Använd den personens BankID.',
		replaced: 'Åtgärden avbruten. Försök igen.',
		unusable:
			'Det BankID du försöker använda är blockerat eller för gammalt. Använd ett annat BankID eller skaffa ett nytt hos din bank.',
		refused: 'Banken godtog inte inloggningen. Fråga banken varför.',
		'bank-error': 'Banken gick inte att nå eller svarade inte som väntat. Försök igen senare.',
		'other-accounts':
			'Du loggade in, men inget av dina konton är känt som ett av anslutningens. Inget har ändrats. Den som anslöt den behöver logga in, eller så måste anslutningen först raderas.',
		'not-stored': 'Inloggningen lyckades men kunde inte sparas. Inget har ändrats. Försök igen.',
		interrupted: 'Inloggningen avbröts. Försök igen.',
	},
	toCorrect:
		'Ingen kan logga in här just nu: något är fel inställt. Säg till den som gav dig adressen till sidan.',
};

const words: Readonly<Record<Language, Words>> = { en, sv };

export const validUntilIn = (language: Language, date: string): string =>
	words[language].validUntil(date);

type Way = 'bankid' | 'bank' | 'redirect';

type Other = Partial<Words> & Pick<Words, 'hints' | 'pending'>;

/** What is said otherwise where the person doesn't use BankID on this page. */
const others: Readonly<Record<Language, Readonly<Record<'bank' | 'redirect', Other>>>> = {
	en: {
		bank: {
			intro: (bank) =>
				`Log in with the app of ${bank} so that the workflow can read your accounts. It can't make payments.`,
			start: 'Log in with the app',
			scan: 'Start the app of the bank and scan the QR code.',
			openHere: 'Open the app on this device',
			qrAlt: 'QR code for the app of the bank',
			hints: {
				outstandingTransaction: 'Start the app of the bank.',
				started: 'Go on in the app of the bank.',
				userSign: 'Confirm the login in the app of the bank.',
			},
			pending: 'Go on in the app of the bank.',
			failures: {
				...en.failures,
				expired: 'The login was not confirmed in the app in time. Try again.',
				'not-opened': 'The app was not opened in time. Start it and try again.',
				'wrong-person':
					'Somebody else logged in than the one who was expected. Use the app of that person.',
				unusable:
					'The app can not be used to log in: it is blocked, too old or not set up. Ask the bank.',
			},
		},
		redirect: {
			intro: (bank) =>
				`Log in at ${bank} so that the workflow can read your accounts. It can't make payments.`,
			start: 'Log in at the bank',
			hints: { outstandingTransaction: 'Log in at the bank.' },
			pending: 'Log in at the bank.',
			failures: {
				...en.failures,
				expired: 'The login took too long. Try again.',
				'not-opened': 'The login took too long. Try again.',
				'wrong-person': 'Somebody else logged in than the one who was expected.',
				unusable: 'What you log in with is blocked or too old. Ask the bank.',
			},
		},
	},
	sv: {
		bank: {
			intro: (bank) =>
				`Logga in med appen från ${bank} så att arbetsflödet kan läsa dina konton. Det kan inte göra betalningar.`,
			start: 'Logga in med appen',
			scan: 'Starta bankens app och skanna QR-koden.',
			openHere: 'Öppna appen på den här enheten',
			qrAlt: 'QR-kod för bankens app',
			hints: {
				outstandingTransaction: 'Starta bankens app.',
				started: 'Fortsätt i bankens app.',
				userSign: 'Bekräfta inloggningen i bankens app.',
			},
			pending: 'Fortsätt i bankens app.',
			failures: {
				...sv.failures,
				expired: 'Inloggningen bekräftades inte i appen i tid. Försök igen.',
				'not-opened': 'Appen öppnades inte i tid. Starta den och försök igen.',
				'wrong-person': 'Någon annan loggade in än den som väntades. Använd den personens app.',
				unusable:
					'Appen kan inte användas för att logga in: den är spärrad, för gammal eller inte aktiverad. Fråga banken.',
			},
		},
		redirect: {
			intro: (bank) =>
				`Logga in hos ${bank} så att arbetsflödet kan läsa dina konton. Det kan inte göra betalningar.`,
			start: 'Logga in hos banken',
			hints: { outstandingTransaction: 'Logga in hos banken.' },
			pending: 'Logga in hos banken.',
			failures: {
				...sv.failures,
				expired: 'Inloggningen tog för lång tid. Försök igen.',
				'not-opened': 'Inloggningen tog för lång tid. Försök igen.',
				'wrong-person': 'Någon annan loggade in än den som väntades.',
				unusable: 'Det du loggar in med är spärrat eller för gammalt. Fråga banken.',
			},
		},
	},
};

const wordsOf = (language: Language, way: Way): Words =>
	way === 'bankid' ? words[language] : { ...words[language], ...others[language][way] };

/** What is said of the bank's login of that kind. */
export function wordsAt(
	{ logins }: Pick<BankProfile, 'logins'>,
	method: LoginRecord['method'],
	language: Language,
): Words {
	if (method === 'redirect') return wordsOf(language, 'redirect');
	return wordsOf(language, logins.find(({ how }) => how === 'app')?.app ?? 'bank');
}

/** What is said of a login that was begun; where it goes on in an app after the bank's page, what is said of the app. */
export function wordsFor(
	{ ground }: { readonly ground: { readonly bank: Pick<BankProfile, 'logins'> } },
	{ method, visitor, standing }: Pick<LoginRecord, 'method' | 'visitor' | 'standing'>,
): Words {
	const { bank } = ground;
	if (method !== 'redirect' || standing === undefined) {
		return wordsAt(bank, method, visitor.language);
	}
	const app = bank.logins.find(({ how }) => how === 'redirect')?.app;
	return wordsOf(visitor.language, app ?? 'bank');
}

/** The first language of Accept-Language that the page speaks. */
export function languageOf(acceptLanguage: string | undefined): Language {
	const wanted = (acceptLanguage ?? '').split(',').map((part) => part.trim().slice(0, 2));
	return wanted.find((language) => language === 'sv' || language === 'en') === 'sv' ? 'sv' : 'en';
}
