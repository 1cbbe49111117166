import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { toNodeError } from '../../lib/n8n/node-error';
import { settle } from '../../lib/outcome';
import { searchBanksBehind } from '../shared/bank-behind';
import { triggerFields } from './fields';

export class Psd2BankLoginTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'PSD2 Bank Login Trigger',
		name: 'psd2BankLoginTrigger',
		icon: {
			light: 'file:../shared/icons/login.svg',
			dark: 'file:../shared/icons/login.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["loginMethod"] === "redirect" ? "By redirect" : "In an app" }}',
		description: 'A login page for a bank: starts the workflow when somebody has logged in',
		eventTriggerDescription: 'Open the URL above and log in',
		triggerPanel: {
			header: 'Log in on the login page',
			executionsHelp: {
				inactive:
					'To try it, select the button, copy the test URL (GET) and open it in a browser. To keep the login page open, publish the workflow and use the production URL.',
				active:
					'The login page is open at the production URL (GET). To try a change, select the button and open the test URL.',
			},
			activationHint: 'Publish the workflow to keep the login page open at the production URL.',
		},
		activationMessage: 'The login page is open at the production URL.',
		defaults: { name: 'PSD2 Bank Login Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'psd2BankLoginApi', required: true }],
		webhooks: [
			{ name: 'default', httpMethod: 'GET', responseMode: 'onReceived', path: 'login' },
			{ name: 'setup', httpMethod: 'POST', responseMode: 'onReceived', path: 'login' },
		],
		properties: triggerFields,
	};

	methods = { listSearch: { searchBanksBehind } };

	/** Nothing is registered at the bank; what is wrong with the credential is said when the page goes up. */
	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				const { checkBeforeOpening } = await import('./answer');
				const outcome = await settle(checkBeforeOpening(this));
				if ('error' in outcome) throw toNodeError(this.getNode(), outcome.error);
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		// With the first login: n8n loads every node when it starts.
		const { answerLogin } = await import('./answer');
		return await answerLogin(this);
	}
}
