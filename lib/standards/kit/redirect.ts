import type { VisitStep } from '../../profile/login';

/** RFC 6749 §4.1.2.1. */
const reasons = {
	access_denied: 'cancelled',
	server_error: 'bank-error',
	temporarily_unavailable: 'bank-error',
} as const;

const isKnown = (error: string): error is keyof typeof reasons => Object.hasOwn(reasons, error);

/** The browser comes back with a code, or an error (RFC 6749 §4.1.2). The code is the fact `code`. */
export const redirectBack: VisitStep['back'] = ({ code, error = '' }) => {
	if (code !== undefined) return { facts: { code } };
	return isKnown(error) ? reasons[error] : 'refused';
};
