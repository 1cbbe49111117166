import type { INodeProperties } from 'n8n-workflow';

/** The period of a listing; read by `readPeriod`. */
export const periodFields: INodeProperties[] = [
	{
		displayName: 'Period',
		name: 'period',
		type: 'options',
		options: [
			{
				name: 'Between Dates',
				value: 'dates',
				description: 'From one date to another, both included',
			},
			{ name: 'Last Days', value: 'lastDays', description: 'Today and a number of days before it' },
			{
				name: 'Last Month',
				value: 'lastMonth',
				description: 'The whole calendar month before this one',
			},
			{
				name: 'This Month',
				value: 'thisMonth',
				description: 'From the first of this month until today',
			},
		],
		default: 'lastDays',
		description: "Which days to read, in the workflow's time zone",
	},
	{
		displayName: 'Days',
		name: 'days',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 30,
		description: 'How many days back. Many banks give at most 90 while you are away.',
		displayOptions: { show: { period: ['lastDays'] } },
	},
	{
		displayName: 'From',
		name: 'dateFrom',
		type: 'dateTime',
		typeOptions: { dateOnly: true },
		default: '',
		required: true,
		placeholder: 'e.g. 2026-01-01',
		description: 'First day, included',
		displayOptions: { show: { period: ['dates'] } },
	},
	{
		displayName: 'To',
		name: 'dateTo',
		type: 'dateTime',
		typeOptions: { dateOnly: true },
		default: '',
		placeholder: 'e.g. 2026-01-31',
		description: 'Last day, included. Empty means today.',
		displayOptions: { show: { period: ['dates'] } },
	},
	{
		displayName: 'Status',
		name: 'bookingStatus',
		type: 'options',
		options: [
			{
				name: 'All, Plans Included',
				value: 'all',
				description: 'Also standing orders and what was refused. Not every bank answers this.',
			},
			{ name: 'Booked', value: 'booked', description: 'Final: will not change any more' },
			{
				name: 'Booked and Pending',
				value: 'both',
				description: 'All that moved money or is about to',
			},
			{ name: 'Pending', value: 'pending', description: 'Reserved: may change or disappear' },
			{
				name: 'Plans',
				value: 'information',
				description:
					'Standing orders and what was refused: no money moved. Not every bank answers this.',
			},
		],
		default: 'booked',
		description: 'Which transactions to read',
	},
];
