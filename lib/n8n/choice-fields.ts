import type { INodeProperties } from 'n8n-workflow';
import type { BankProfile } from '../profile/profile';

/** A field of the credential for each thing that the bank wants to be chosen once. */
export const choiceFields = (banks: readonly BankProfile[]): INodeProperties[] =>
	banks.flatMap(({ id, choices = [] }) =>
		choices.flatMap(({ id: choice, name, description, where, options }): INodeProperties[] => {
			if (where !== 'credential' || !Array.isArray(options)) return [];
			return [
				{
					displayName: name,
					name: choiceField(id, choice),
					type: 'options',
					options: options.map(({ value, ...option }) => ({ ...option, value })),
					default: options[0]?.value ?? '',
					...(description === undefined ? {} : { description }),
					displayOptions: { show: { bank: [id] } },
				},
			];
		}),
	);

/** `nordea`, `market` → `choice_nordea_market`. */
export const choiceField = (bank: string, choice: string): string =>
	`choice_${bank.replaceAll('-', '_')}_${choice}`;
