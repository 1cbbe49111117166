import { createHmac } from 'node:crypto';

/** How old a QR picture may be when a phone reads it: the screen, the camera and the way between. */
const tolerance = 5;

export interface QrSecrets {
	/** Goes into the picture. */
	readonly qrStartToken: string;
	/** Never leaves the relying party. */
	readonly qrStartSecret: string;
}

/**
 * The text of the animated QR code, a new one each second: `bankid.<token>.<seconds>.<authCode>` with
 * authCode = hex(HMAC-SHA256(key: secret, message: whole seconds since the order was made)).
 * Source: BankID relying party guidelines v6, "QR code"; test values in hbldh/pybankid and docs.rs/bankid.
 */
export function qrText({ qrStartToken, qrStartSecret }: QrSecrets, seconds: number): string {
	const authCode = createHmac('sha256', qrStartSecret).update(String(seconds)).digest('hex');
	return `bankid.${qrStartToken}.${seconds}.${authCode}`;
}

/** The token in a QR text, genuine or not. */
export const qrTokenOf = (text: string): string | undefined =>
	/^bankid\.([0-9a-f-]{36})\.\d+\.[0-9a-f]{64}$/.exec(text)?.[1];

/** Whether a phone that reads this text now may open the order. */
export function isFresh(text: string, secrets: QrSecrets, elapsedSeconds: number): boolean {
	const seconds = Number(text.split('.')[2]);
	return (
		text === qrText(secrets, seconds) &&
		seconds <= elapsedSeconds &&
		seconds >= elapsedSeconds - tolerance
	);
}
