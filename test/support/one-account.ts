/** One account, as our tests name it and as a bank of the standard lists it. */
export const account = { resourceId: 'acc-1', iban: 'SE3550000000054910000003', currency: 'SEK' };

export const accountsBody = {
	accounts: [{ resourceId: 'acc-1', iban: account.iban, currency: 'SEK' }],
};

/** An answer that refuses, in the standard's words. */
export const refusal = (status: number, code: string, headers = {}) => ({
	status,
	headers,
	body: { tppMessages: [{ category: 'ERROR', code }] },
});
