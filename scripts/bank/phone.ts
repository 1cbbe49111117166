import type { Bank } from '../../sandbox/bank/bank';

/** A person opens every app that asks for him or her, at a bank whose app has no page of its own. */
export function approveInApps(bank: Bank, personId: string): void {
	const person = bank.person(personId);
	if (person === undefined) throw new Error(`The sandbox knows nobody called ${personId}.`);
	for (const order of bank.bankId.all().filter(({ status }) => status === 'pending')) {
		bank.bankId.identify(order, person);
		bank.bankId.approve(order);
	}
	for (const order of bank.apps.all().filter(({ status }) => status === 'pending')) {
		bank.apps.answer(order, 'approved', person);
	}
}

/** Does what a person does in the simulated BankID app, from the link that opens it to the approval. */
export async function approveOnPhone(appLink: string, person: string): Promise<void> {
	const app = new URL(appLink);
	const order = await submit(app, 'open', { code: appLink });
	await submit(app, 'identify', { order, person });
	await submit(app, 'answer', { order, answer: 'approve' });
}

/** Gives the name of the order that the answered page is about. */
async function submit(app: URL, step: string, fields: Record<string, string>): Promise<string> {
	const answer = await fetch(new URL(`${app.pathname}/${step}`, app), {
		method: 'POST',
		body: new URLSearchParams(fields),
	});
	const html = await answer.text();
	if (!answer.ok) throw new Error(`The simulated BankID app answered ${answer.status}: ${html}`);
	return /name="order" value="([^"]+)"/.exec(html)?.[1] ?? '';
}
