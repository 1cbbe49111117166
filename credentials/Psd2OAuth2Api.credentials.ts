import type { Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';
import { banks } from '../lib/banks';
import {
	bankFields,
	chosenBank,
	chosenProbe,
	isConnectable,
	loadSettings,
	redirectFields,
} from '../lib/n8n/credential-fields';

const loaded = loadSettings();
const { settings } = loaded;
const connectable = banks.filter(isConnectable);

/** Connect a bank by browser redirect: n8n runs the login, keeps the tokens encrypted and stores what comes back. */
export class Psd2OAuth2Api implements ICredentialType {
	name = 'psd2OAuth2Api';

	displayName = 'PSD2 OAuth2 API';

	extends = ['oAuth2Api'];

	icon: Icon = {
		light: 'file:../nodes/shared/icons/bank.svg',
		dark: 'file:../nodes/shared/icons/bank.dark.svg',
	};

	documentationUrl = 'https://github.com/n8n-nodes-psd2/n8n-nodes-psd2#connect-a-bank';

	properties: INodeProperties[] = [
		...bankFields(connectable, loaded),
		...redirectFields(connectable, settings),
	];

	/**
	 * The consent's status costs none of the day's reads. A bank without consent ids is asked for its
	 * accounts instead.
	 */
	test: ICredentialTestRequest = {
		request: {
			baseURL: chosenBank(connectable, settings, 'api', '$credentials'),
			url: chosenProbe(connectable),
			headers: {
				accept: 'application/json',
				// Berlin Group wants a fresh UUID on every call; expressions know no crypto.
				'X-Request-ID':
					'={{ "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx".replace(/x/g, () => Math.floor(Math.random() * 16).toString(16)) }}',
			},
		},
		rules: [
			// n8n renews an expired token and repeats the test with the same X-Request-ID, which a strict bank refuses.
			{
				type: 'responseCode',
				properties: {
					value: 400,
					message:
						'The bank refused this test. If the login had run out it is renewed by now: test once more',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message:
						'The bank does not accept this login any more: select "Switch account" and log in again',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message:
						'The bank does not accept this consent: select "Switch account" and log in again',
				},
			},
		],
	};
}
