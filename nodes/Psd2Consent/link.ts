import { makeLink } from '../../lib/login/link';
import { pageProblem } from '../../lib/config/typed-url';
import { BankError } from '../../lib/errors';
import type { LoginDesk } from '../shared/login-desk';
import { readText } from '../shared/field-values';
import type { ConsentCall } from './call';

export interface LinkItem {
	/** May be sent by mail: it opens the login page and nothing else. */
	readonly link: string;
	/** ISO 8601, UTC. Also void after the next login. */
	readonly expiresAt: string;
}

const hourMs = 60 * 60 * 1000;

export async function getLink(
	{ ground, linkSealer, login }: LoginDesk,
	{ context, index }: ConsentCall,
): Promise<LinkItem> {
	const page = pageAddress(context.getNodeParameter('loginPage', index, ''));
	const written = readText('Valid for Hours', context.getNodeParameter('validHours', index, 24));
	const hours = written === '' ? Number.NaN : Number(written);
	if (!(hours > 0 && hours <= 720)) {
		throw new BankError('invalid-input', 'Valid for Hours must be more than 0 and at most 720', {
			field: 'Valid for Hours',
		});
	}
	const until = ground.common.clock.now() + hours * hourMs;
	const stored = await login.session.stored();
	page.searchParams.set('link', makeLink(linkSealer, ground.connectionId, stored, until));
	return { link: page.href, expiresAt: new Date(until).toISOString() };
}

function pageAddress(typed: unknown): URL {
	const written = readText('Login Page', typed);
	const problem = pageProblem(written);
	if (problem === undefined) return new URL(written);
	throw new BankError(
		'invalid-input',
		`Login Page must be the production URL of the PSD2 Bank Login Trigger: it ${problem}`,
		{ field: 'Login Page', nextStep: 'Copy the GET address from the trigger' },
	);
}
