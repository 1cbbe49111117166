import type { IExecuteFunctions } from 'n8n-workflow';
import { BankError } from '../errors';

/** The oldest n8n that the package is tried with. */
export const oldestN8n = '1.123';

type Helpers = Partial<
	Pick<IExecuteFunctions, 'addExecutionHints' | 'getExecutionCancelSignal'>
> & {
	readonly helpers: Partial<
		Pick<
			IExecuteFunctions['helpers'],
			'httpRequest' | 'httpRequestWithAuthentication' | 'prepareBinaryData'
		>
	>;
};

/** Throws `settings-invalid` where this n8n lacks what the nodes call: an older one says what to do. */
export function requireHelpers(context: Helpers): void {
	const { helpers } = context;
	const needed = {
		addExecutionHints: context.addExecutionHints,
		getExecutionCancelSignal: context.getExecutionCancelSignal,
		httpRequest: helpers.httpRequest,
		httpRequestWithAuthentication: helpers.httpRequestWithAuthentication,
		prepareBinaryData: helpers.prepareBinaryData,
	};
	const missing = Object.entries(needed).find(([, helper]) => typeof helper !== 'function');
	if (missing === undefined) return;
	throw new BankError(
		'settings-invalid',
		`This n8n is too old for the PSD2 nodes: it has no ${missing[0]}`,
		{ field: 'n8n', nextStep: `Update n8n to ${oldestN8n} or later` },
	);
}
