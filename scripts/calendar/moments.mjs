/**
 * When, and in which zone the machine is; `quick`: also in the part that CI runs. Far enough ahead that nothing made
 * today is valid by chance.
 */
export const moments = [
	{
		title: "03:00 UTC, still yesterday in n8n's own zone",
		at: '2027-05-12T03:00:00Z',
		zone: 'America/New_York',
		quick: true,
	},
	{
		title: '23:59 UTC, midnight passes while the tests run',
		at: '2027-05-12T23:59:30Z',
		zone: 'UTC',
		quick: true,
	},
	{ title: '28 February', at: '2027-02-28T22:30:00Z', zone: 'Europe/Stockholm' },
	{ title: '29 February', at: '2028-02-29T11:00:00Z', zone: 'Pacific/Kiritimati' },
	{
		title: '31 March 01:30 in Stockholm, half an hour before one is left out',
		at: '2030-03-31T00:30:00Z',
		zone: 'Europe/Stockholm',
		quick: true,
	},
	{ title: '31 March 01:30 UTC', at: '2030-03-31T01:30:00Z', zone: 'UTC' },
	{
		title: '31 October, an hour that comes twice',
		at: '2027-10-31T00:45:00Z',
		zone: 'Europe/Stockholm',
	},
	{ title: '31 December', at: '2027-12-31T12:00:00Z', zone: 'Pacific/Pago_Pago' },
	{
		title: '1 January 00:30 in Stockholm, 31 December in UTC',
		at: '2027-12-31T23:30:00Z',
		zone: 'Europe/Stockholm',
	},
];
