import type { BankClientOptions } from './options';

/** Without a session a refused token is not renewed: so go the calls of a login, which has none yet. */
export type ExchangeOptions = Omit<BankClientOptions, 'session'> &
	Partial<Pick<BankClientOptions, 'session'>>;
