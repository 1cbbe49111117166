import { nextStepOf, retryTime } from '../../lib/client/next-steps';
import type { BankError } from '../../lib/errors';
import { redact } from '../../lib/http/redact';
import type { Account } from '../../lib/models/account';
import type { AccountErrorItem } from '../../lib/models/items';
import { present } from '../../lib/models/present';
import { accountLabel } from '../../lib/models/account-label';
import { readChoice } from './field-values';
import type { ItemFields } from './operation';

/** An account that could not be read, as an item that says so. */
export const toAccountErrorItem = (account: Account, error: BankError): AccountErrorItem =>
	present<AccountErrorItem>({
		object: 'accountError',
		accountId: account.id,
		account: redact(accountLabel(account)),
		error: error.message,
		code: error.code,
		nextStep: nextStepOf(error),
		retryAt: retryTime(error.details.retryAt),
	});

/** Whether the user chose to go on after an account that can't be read. */
export const goesOn = (call: Pick<ItemFields, 'option'>): boolean =>
	readChoice("If an Account Can't Be Read", call.option<unknown>('accountErrors', 'stop'), [
		'stop',
		'goOn',
	]) === 'goOn';

/** For `eachAccount` where items are given. */
export const inItsPlace = (call: Pick<ItemFields, 'option'>) =>
	goesOn(call)
		? (account: Account, error: BankError): readonly object[] => [
				toAccountErrorItem(account, error),
			]
		: undefined;
