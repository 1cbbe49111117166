import { readSebRefusal } from '../../../lib/banks/seb/refusal';

const read = (status: number, body: unknown, operation: string) =>
	readSebRefusal({ status, headers: {}, body }, operation);

const problem = (status: number, more: object = {}) => ({
	type: 'about:blank',
	title: 'Invalid parameter value',
	status,
	detail: 'Something made up',
	...more,
});

describe('a refresh token that is taken no more', () => {
	it('in v4 by the type of the problem', () => {
		const type = 'https://authorize.sebgroup.com/problems/invalid-refresh-token';
		expect(read(400, problem(400, { type }), 'token')).toMatchObject({
			code: 'login-required',
			bankCode: 'invalid-refresh-token',
			bankText: 'Something made up',
		});
	});

	it.each([
		['the title names it', problem(422)],
		['the type does', problem(422, { type: 'Invalid parameter value', title: 'It was used' })],
	])('in v3 by 422 alone: %s', (_how, body) => {
		expect(read(422, body, 'token')).toMatchObject({
			code: 'login-required',
			bankCode: 'Invalid parameter value',
		});
	});

	it('at the redirect login in the words of OAuth', () => {
		const body = { error: 'invalid_grant', error_description: 'Used' };
		expect(read(400, body, 'token')).toMatchObject({ code: 'login-required' });
	});
});

it('reads the plural of v3', () => {
	const body = { error: 'invalid_request', error_descriptions: 'Something is missing' };
	expect(read(400, body, 'token')).toEqual({
		code: 'request-rejected',
		bankCode: 'invalid_request',
		bankText: 'Something is missing',
	});
});

it.each([
	['authorisation.start', 400],
	['authorisation.start', 401],
	['authorisation.start', 422],
	['authorisation.status', 401],
	['token', 400],
	['token', 401],
])('takes what is refused of %s with %i for the client', (operation, status) => {
	expect(read(status, problem(status), operation)).toMatchObject({
		code: 'settings-invalid',
		nextStep: expect.stringMatching(/client ID.*certificate.*redirect address/),
	});
});

it.each([
	['authorisation.status', 400],
	['authorisation.start', 500],
	['token', 404],
	['token', 503],
])('leaves %s %i to the status', (operation, status) => {
	expect(read(status, problem(status), operation).code).toBeUndefined();
});

it('leaves 401 of a reading call to the login', () => {
	expect(read(401, problem(401, { title: 'Unauthorized' }), 'accounts').code).toBeUndefined();
});

it.each([
	[401, 'TOKEN_EXPIRED', 'login-required'],
	[401, 'CERTIFICATE_MISSING', 'settings-invalid'],
	[403, 'FORBIDDEN', 'not-permitted'],
	[429, 'ACCESS_EXCEEDED', 'quota-exceeded'],
])('reads %s %s of account information, in both forms of the standard', (status, code, ours) => {
	const text = 'Something made up';
	const messages = { tppMessages: [{ category: 'ERROR', code, text }] };
	for (const body of [messages, problem(status, { code })]) {
		expect(read(status, body, 'accounts')).toMatchObject({ code: ours, bankCode: code });
	}
});

it('finds no refusal in what was asked for', () => {
	expect(read(200, { title: 'A title', accounts: [{ resourceId: '1' }] }, 'accounts')).toEqual({});
});

it('knows no code of an object’s own', () => {
	const body = problem(400, { title: 'constructor' });
	expect(read(400, body, 'accounts').code).toBeUndefined();
});
