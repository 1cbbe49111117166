/** The environment that points the package at a sandbox bank on any port. */
export function hostVariables(bankUrl: string): Readonly<Record<string, string>> {
	const base = `${bankUrl}/berlin-group`;
	return {
		PSD2_ENVIRONMENT: 'sandbox',
		PSD2_SANDBOX_BANK_SANDBOX_API_URL: base,
		PSD2_SANDBOX_BANK_SANDBOX_AUTHORIZE_URL: `${base}/oauth2/authorize`,
		PSD2_SANDBOX_BANK_SANDBOX_TOKEN_URL: `${base}/oauth2/token`,
	};
}
