import { redact } from '../http/redact';
import { accountLabel } from '../models/account-label';
import type { Delivery } from './delivery';
import type { AccountLike, ExportAccount, ExportResult, ExportSource } from './source';
import type { SourceAccount, UnreadAccount } from './source';

/** What an export says beside its file, once each. */
export class ExportRemarks {
	readonly #said = new Set<string>();

	add(account: AccountLike, sentence: string): void {
		this.#said.add(`${labelOf(account)}: ${sentence}`);
	}

	addOf(account: SourceAccount): void {
		if (isUnread(account)) this.add(account.account, notRead(account));
		else for (const remark of account.remarks ?? []) this.add(account.account, remark);
	}

	/** Walks the accounts that were read, and says what is to be said of the others. */
	async *read(delivery: Delivery, { accounts }: ExportSource): AsyncGenerator<ExportAccount> {
		for await (const account of delivery.each(accounts)) {
			this.addOf(account);
			if (!isUnread(account)) yield account;
		}
	}

	resultOf(counts: Omit<ExportResult, 'remarks'>): ExportResult {
		return this.#said.size === 0 ? counts : { ...counts, remarks: [...this.#said] };
	}
}

export const isUnread = (account: SourceAccount): account is UnreadAccount => 'unread' in account;

const notRead = ({ unread }: UnreadAccount): string => `not read. ${unread}`;

/** Names are the bank's and may hold a number. */
export const labelOf = (account: AccountLike): string => redact(accountLabel(account));
