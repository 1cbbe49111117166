import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { isOver } from '../../lib/login/script';
import { reasonOf, type DriveOptions } from '../../lib/login/drive';
import { endedWith, type LoginRecord } from '../../lib/login/record';
import { n8nClock } from '../../lib/n8n/clock';
import { settle } from '../../lib/outcome';
import type { LoginDesk } from '../shared/login-desk';
import type { Lines } from './answers';
import { nothingStarts, startWorkflow } from './outcome';
import { withValidity } from './page/html';
import { viewOf } from './view';

const lookMs = 1_000;

/**
 * Shows a login to its page until it is over or the browser has to go to the bank, and leads it where nobody else
 * does. Leading goes on when the page is closed; watching ends then.
 */
export async function leadOrWatch(
	context: IWebhookFunctions,
	desk: LoginDesk,
	start: LoginRecord,
	lines: Lines,
): Promise<IWebhookResponseData> {
	const show = async (record: LoginRecord, ticket?: string) => {
		const view = withValidity(await viewOf(desk, record), record.visitor.language);
		lines.send({ view, ...(ticket === undefined ? {} : { ticket }) });
	};
	let record = start;
	while (!isOver(record.state) && desk.addressOf(record) === undefined) {
		const led = await lead(desk, record, {
			onChange: (changed, ticket) => void settle(show(changed, ticket)),
		});
		if (led !== undefined) {
			// Whether or not anybody sees it: the tokens are stored and the workflow must start.
			await settle(show(led));
			lines.end();
			return await startWorkflow(context, desk, led);
		}
		if (lines.isClosed) return nothingStarts;
		await n8nClock.sleep(lookMs);
		record = (await desk.records.read(record.reference)) ?? record;
		await show(record);
	}
	await show(record);
	lines.end();
	// Whoever led it may have died between storing the tokens and starting the workflow.
	return await startWorkflow(context, desk, record);
}

/** `undefined`: somebody else leads it. A failure of our own is an end of the login like any other. */
export async function lead(
	desk: LoginDesk,
	record: LoginRecord,
	more: Pick<DriveOptions, 'onChange' | 'query'> = {},
): Promise<LoginRecord | undefined> {
	const outcome = await settle(desk.drive(record, more));
	if ('value' in outcome) return outcome.value;
	const failed = endedWith(record, reasonOf(outcome.error));
	await settle(desk.records.write(failed));
	return failed;
}
