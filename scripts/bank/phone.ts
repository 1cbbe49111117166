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
