/**
 * Does what a person does at the sandbox bank: opens the login page, picks who he or she is, shares the
 * accounts that are ticked, or presses cancel. Gives the address to which the bank sends the browser back.
 */
export async function approveAtBank(
	authorizeUrl: string,
	person: string,
	decision: 'approve' | 'deny' = 'approve',
): Promise<string> {
	const login = await readForm(await fetch(authorizeUrl));
	const approval = await readForm(await submit(login, 'person', person));
	const answer = await submit(approval, 'decision', decision);
	const back = answer.headers.get('location');
	if (back === null)
		throw new Error(`The bank did not send the browser back: ${await said(answer)}`);
	return back;
}

interface Form {
	readonly action: string;
	/** What a browser would send: hidden fields, and boxes that are ticked. */
	readonly fields: [name: string, value: string][];
}

async function readForm(answer: Response): Promise<Form> {
	const html = await answer.text();
	const action = attribute(/<form[^>]*>/.exec(html)?.[0] ?? '', 'action');
	if (!answer.ok || action === undefined) {
		throw new Error(`The bank showed no form (${answer.status}): ${text(html)}`);
	}
	const fields: Form['fields'] = [];
	for (const [input] of html.matchAll(/<input[^>]*>/g)) {
		const sent = attribute(input, 'type') === 'hidden' || / checked\b/.test(input);
		const name = attribute(input, 'name');
		if (sent && name !== undefined) fields.push([name, attribute(input, 'value') ?? '']);
	}
	return { action: new URL(action, answer.url).href, fields };
}

const submit = (form: Form, button: string, value: string): Promise<Response> =>
	fetch(form.action, {
		method: 'POST',
		redirect: 'manual',
		body: new URLSearchParams([...form.fields, [button, value]]),
	});

const attribute = (tag: string, name: string): string | undefined =>
	new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];

const said = async (answer: Response): Promise<string> =>
	`${answer.status} ${text(await answer.text())}`;

const text = (html: string): string =>
	html
		.replace(/<style>.*?<\/style>/gs, '')
		.replace(/<[^>]*>/g, ' ')
		.replace(/\s+/g, ' ')
		.trim();
