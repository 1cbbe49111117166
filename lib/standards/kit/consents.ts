import { z } from 'zod/v4';
import { addDays } from '../../models/dates';
import { type Consent, toConsentStatus } from '../../models/consent';
import { present } from '../../models/present';
import { readAs } from '../../models/unreadable';
import { anything, readDate, recordOf, textOf } from './fields';

/* What stands for a consent where the standard isn't Berlin Group. */

const name = z.string().min(1);

const requisitionSchema = z.object({ id: name, status: name, link: anything });
const agreementSchema = z.object({
	id: name,
	access_valid_for_days: z.number(),
	accepted: anything,
});

/** GoCardless: the requisition of a login, or the agreement that says how long it may last. */
export function readRequisition(body: unknown): Consent {
	const agreement = agreementSchema.safeParse(body);
	if (agreement.success) {
		const { id, accepted } = agreement.data;
		const status = textOf(accepted) === undefined ? 'received' : 'valid';
		return { consentId: id, status, links: {}, raw: body };
	}
	const { id, status, link } = readAs(requisitionSchema, body);
	const login = textOf(link);
	return present<Consent>({
		consentId: id,
		...toConsentStatus(status),
		links: login === undefined ? {} : { scaRedirect: login },
		raw: body,
	});
}

const sessionSchema = z.object({ session_id: anything, status: anything, access: anything });

/** Enable Banking: a session. The answer that makes one has no status: it is authorised by then. */
export function readSession(body: unknown): Consent {
	const session = readAs(sessionSchema, body);
	return present<Consent>({
		consentId: textOf(session.session_id),
		...toConsentStatus(textOf(session.status) ?? 'AUTHORIZED'),
		validUntil: readDate(recordOf(session.access)?.['valid_until'], 'access.valid_until'),
		links: {},
		raw: body,
	});
}

const ukConsentSchema = z.object({
	Data: z.object({ ConsentId: name, Status: name, ExpirationDateTime: anything }),
});

/** Open Banking UK: an account access consent. */
export function readUkConsent(body: unknown): Consent {
	const { Data: consent } = readAs(ukConsentSchema, body);
	return present<Consent>({
		consentId: consent.ConsentId,
		...toConsentStatus(consent.Status),
		validUntil: readDate(consent.ExpirationDateTime, 'Data.ExpirationDateTime'),
		links: {},
		raw: body,
	});
}

/** `YYYY-MM-DD`, so many days after this moment (epoch ms) in UTC. */
export const dayAfter = (now: number, days: number): string =>
	addDays(new Date(now).toISOString().slice(0, 10), days);
