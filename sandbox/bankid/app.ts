import type { FastifyInstance, FastifyReply } from 'fastify';
import type { World } from '../bank/world';
import { people } from '../data/people';
import { page, safe } from '../pages/layout';
import type { Order } from './order';
import { PhoneError } from './service';

type Form = Readonly<Record<string, string | undefined>>;

export const bankIdAppPath = '/bankid-app';

/** A page that plays the BankID app on somebody's phone. */
export function bankIdApp(app: FastifyInstance, world: World): void {
	app.setErrorHandler((error, _request, reply) => {
		if (!(error instanceof PhoneError)) return reply.send(error);
		return scanPage(reply.code(409), '', '', error.message);
	});

	app.get(bankIdAppPath, async (request, reply) => {
		const { autostarttoken = '', redirect = '' } = request.query as Form;
		return scanPage(reply, autostarttoken, redirect);
	});

	app.post(`${bankIdAppPath}/open`, async (request, reply) => {
		const { code = '', redirect = '', camera } = (request.body ?? {}) as Form;
		const seen = camera === undefined ? code : newestQr(world);
		return pickPage(reply, world.bankId.open(seen), redirect);
	});

	app.post(`${bankIdAppPath}/identify`, async (request, reply) => {
		const form = (request.body ?? {}) as Form;
		const order = orderOf(world, form);
		const person = world.person(form['person'] ?? '');
		if (person === undefined) throw new PhoneError('There is no such BankID on this phone.');
		world.bankId.identify(order, person);
		return signPage(reply, order, form['redirect'] ?? '');
	});

	app.post(`${bankIdAppPath}/answer`, async (request, reply) => {
		const form = (request.body ?? {}) as Form;
		const order = orderOf(world, form);
		const back = returnLink(form['redirect'] ?? '');
		switch (form['answer']) {
			case 'approve':
				world.bankId.approve(order);
				return page(reply, 'Identified', `<p>You can go back now.</p>${back}`);
			case 'wrong-code':
				world.bankId.fail(order, 'certificateErr');
				return page(reply, 'Wrong code, three times', `<p>This BankID is blocked.</p>${back}`);
			default:
				world.bankId.fail(order, 'userCancel');
				return page(reply, 'Cancelled', `<p>Nothing was approved.</p>${back}`);
		}
	});
}

/** A camera that is always pointed at the code that was put up last. */
function newestQr(world: World): string {
	const codes = world.bankId.all().flatMap((order) => world.bankId.qrText(order) ?? []);
	const newest = codes.at(-1);
	if (newest === undefined) throw new PhoneError('No QR code is being shown anywhere.');
	return newest;
}

/** The phone knows an order by its autostart token; the order reference belongs to the bank. */
function orderOf(world: World, form: Form): Order {
	const order = world.bankId.all().find(({ autoStartToken }) => autoStartToken === form['order']);
	if (order?.status !== 'pending') throw new PhoneError('The order is over.');
	return order;
}

const hidden = (name: string, value: string): string =>
	`<input type="hidden" name="${name}" value="${safe(value)}">`;

function returnLink(redirect: string): string {
	return /^https?:\/\//.test(redirect) ? `<p><a href="${safe(redirect)}">Go back</a></p>` : '';
}

function scanPage(reply: FastifyReply, code: string, redirect: string, warning = ''): FastifyReply {
	return page(
		reply,
		'BankID, simulated',
		`${warning === '' ? '' : `<p class="warning" id="warning">${safe(warning)}</p>`}
		<form method="post" action="${bankIdAppPath}/open">${hidden('redirect', redirect)}
		<p>What the QR code says, or the link that opened this page:</p>
		<p><textarea name="code" rows="4" id="code" placeholder="bankid.…">${safe(code)}</textarea></p>
		<button class="act" id="open">Open</button>
		<button class="act quiet" id="camera" name="camera" value="newest">Scan the newest code</button>
		</form>`,
	);
}

function pickPage(reply: FastifyReply, order: Order, redirect: string): FastifyReply {
	const choices = people
		.map(
			({ id, name }) =>
				`<button class="choice" name="person" value="${id}" id="person-${id}">${safe(name)}</button>`,
		)
		.join('');
	const expected =
		order.expected === undefined ? '' : `<p>The bank expects ${safe(order.expected.name)}.</p>`;
	return page(
		reply,
		'Which BankID?',
		`<p>${safe(order.askedBy)} asks who you are.</p>${expected}
		<form method="post" action="${bankIdAppPath}/identify">
		${hidden('order', order.autoStartToken)}${hidden('redirect', redirect)}${choices}</form>
		${answerForm(order, redirect, [['cancel', 'Cancel']])}
		<p class="note">Do nothing, and the order expires.</p>`,
	);
}

function signPage(reply: FastifyReply, order: Order, redirect: string): FastifyReply {
	return page(
		reply,
		`I identify myself to ${order.askedBy}`,
		`<p>BankID of <b>${safe(order.person?.name ?? '')}</b>. Identify only if you started this login.</p>
		${answerForm(order, redirect, [
			['approve', 'Identify'],
			['cancel', 'Cancel'],
			['wrong-code', 'Type a wrong code three times'],
		])}`,
	);
}

function answerForm(
	order: Order,
	redirect: string,
	answers: ReadonlyArray<readonly [string, string]>,
): string {
	const buttons = answers.map(
		([answer, label], index) =>
			`<button class="act${index === 0 ? '' : ' quiet'}" name="answer" value="${answer}"
			id="${answer}">${label}</button>`,
	);
	return `<form method="post" action="${bankIdAppPath}/answer">
		${hidden('order', order.autoStartToken)}${hidden('redirect', redirect)}
		<p>${buttons.join('')}</p></form>`;
}
