import { sandboxBank } from '../../../lib/banks/sandbox-bank';
import {
	checkFields,
	readAccess,
	readEvents,
	readLoginMethod,
} from '../../../nodes/Psd2BankLoginTrigger/read-fields';

const having = (fields: Readonly<Record<string, unknown>>) =>
	({
		getNodeParameter: (name: string, fallback: unknown) =>
			name in fields ? fields[name] : fallback,
	}) as Parameters<typeof checkFields>[0];

describe('the fields of the login trigger', () => {
	it('open the page to everybody only where that was chosen', () => {
		expect(readAccess(having({ access: 'link' }))).toBe('link');
		expect(readAccess(having({}))).toBe('address');
		for (const access of ['Link', 'links', null, ['link'], true]) {
			expect(() => readAccess(having({ access }))).toThrow(/^Who Can Open the Page does not know/);
		}
	});

	it.each([
		['Login Method', { loginMethod: 'bankid' }],
		['Events', { events: ['connected', 'other'] }],
		['Events', { events: 7 }],
		['Ask for the Personal Number', { 'options.asksPersonalNumber': 'perhaps' }],
		['Who Can Open the Page', { access: 'nobody' }],
		['Redirect URI', { 'options.redirectUri': 'example.org/callback' }],
	])('are refused before the page goes up: %s', (field, fields) => {
		expect(() => checkFields(having(fields), sandboxBank)).toThrow(new RegExp(`^${field} `));
	});

	it('may come from expressions as other values of the same meaning', () => {
		expect(readEvents(having({ events: 'failed' }))).toEqual(['failed']);
		expect(readLoginMethod(having({ loginMethod: 'redirect' }))).toBe('redirect');
		checkFields(having({ 'options.asksPersonalNumber': 'true' }), sandboxBank);
	});
});
