import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { exportFields } from '../../../nodes/Psd2ExcelExport/fields';
import { readFileFields, readSource } from '../../../nodes/Psd2ExcelExport/read-fields';
import { readAccountChoice } from '../../../nodes/shared/account-choice';
import { goesOn } from '../../../nodes/shared/account-error';
import { accountErrorsOption, allOrOne } from '../../../nodes/shared/fields';
import type { ItemFields } from '../../../nodes/shared/operation';
import { periodFields } from '../../../nodes/shared/period-fields';
import { readBookingStatus, readPeriod } from '../../../nodes/shared/read-period';

/** An item whose fields hold this and their usual values else. */
const having = (fields: Readonly<Record<string, unknown>>): ItemFields => ({
	timeZone: 'UTC',
	today: '2026-03-31',
	parameter: (name, fallback) => (name in fields ? (fields[name] as typeof fallback) : fallback),
	option: (name, fallback) => (name in fields ? (fields[name] as typeof fallback) : fallback),
	remark: () => undefined,
});

const offeredBy = (field: INodeProperties | undefined) =>
	(field?.options as INodePropertyOptions[]).map(({ value }) => value);
const named = (fields: readonly INodeProperties[], name: string) =>
	fields.find((field) => field.name === name);
const exportOptions = named(exportFields, 'options')?.options as INodeProperties[];

const file = (name: string) => (value: unknown) =>
	readFileFields((asked, fallback) => (asked === name ? value : fallback));

describe("what a field's list offers, its reader takes", () => {
	it.each<[string, INodeProperties | undefined, (value: unknown) => unknown]>([
		[
			'Status',
			named(periodFields, 'bookingStatus'),
			(bookingStatus) => readBookingStatus(having({ bookingStatus })),
		],
		[
			'Period',
			named(periodFields, 'period'),
			(period) => readPeriod(having({ period, dateFrom: '2026-03-01' })),
		],
		[
			'Accounts',
			allOrOne('data'),
			(accounts) => readAccountChoice(having({ accounts, account: 'a' })),
		],
		[
			"If an Account Can't Be Read",
			accountErrorsOption,
			(accountErrors) => goesOn(having({ accountErrors })),
		],
		['Source', named(exportFields, 'source'), (source) => readSource(() => source)],
		['Format', named(exportFields, 'format'), file('format')],
		['Language', named(exportOptions, 'language'), file('options.language')],
		// What else may separate is the format's to say.
		['Separator', named(exportOptions, 'separator'), file('options.separator')],
		[
			'Decimal Separator',
			named(exportOptions, 'decimalSeparator'),
			file('options.decimalSeparator'),
		],
	])('%s', (_name, field, read) => {
		const offered = offeredBy(field);
		expect(offered.length).toBeGreaterThan(1);
		for (const value of offered) expect(() => read(value)).not.toThrow();
		if (field?.name !== 'separator') expect(() => read('no such choice')).toThrow();
	});
});
